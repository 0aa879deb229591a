//! Grammars of content models, written by hand after EXI 1.0, section 8.5.4.
//!
//! One line a state: `*` marks the state in which the content begins, the number in brackets is the
//! width of a first-level event code, `n..m times` the bounds of a list with items of this kind
//! after it. `tests/vectors` has documents of the same models from another encoder.

mod support;

use support::{file, grammars, load_files, name, type_id};

/// The grammar of the type or element `local`.
#[track_caller]
fn assert_grammar_of(local: &str, body: &str, expected: &[&str]) {
    let set = grammars(body);
    let text = set.describe(type_id(&set.schema, local));
    assert_eq!(text.lines().collect::<Vec<_>>(), expected);
}

/// The grammar of a type with this content.
#[track_caller]
fn assert_grammar(content: &str, expected: &[&str]) {
    assert_grammar_of(
        "T",
        &format!("<xs:complexType name='T'>{content}</xs:complexType>"),
        expected,
    );
}

/// An element declaration with these bounds.
fn el(name: &str, bounds: &str) -> String {
    format!("<xs:element name='{name}' type='xs:int' {bounds}/>")
}

const OPTIONAL: &str = "minOccurs='0'";
const UNBOUNDED: &str = "maxOccurs='unbounded'";

// Types without elements.

#[test]
fn a_simple_type_has_a_value_and_an_end() {
    assert_grammar_of(
        "a",
        "<xs:element name='a' type='xs:int'/>",
        &["*0 [1 bit] | CH(value) -> 1", " 1 [1 bit] | EE"],
    );
}

#[test]
fn an_empty_type_has_an_end() {
    assert_grammar("", &["*0 [1 bit] | EE"]);
    assert_grammar("<xs:sequence/>", &["*0 [1 bit] | EE"]);
    assert_grammar("<xs:choice minOccurs='0'/>", &["*0 [1 bit] | EE"]);
    let none = el("a", "minOccurs='0' maxOccurs='0'");
    assert_grammar(&format!("<xs:sequence>{none}</xs:sequence>"), &["*0 [1 bit] | EE"]);
    let group = format!("<xs:sequence minOccurs='0' maxOccurs='0'>{}</xs:sequence>", el("a", ""));
    assert_grammar(&group, &["*0 [1 bit] | EE"]);
}

#[test]
fn attributes_come_in_their_order_and_optional_ones_can_be_passed_over() {
    assert_grammar(
        &format!(
            "<xs:sequence>{}</xs:sequence>
            <xs:attribute name='d' type='xs:int'/>
            <xs:attribute name='c' type='xs:int' use='required'/>
            <xs:attribute name='b' type='xs:int'/>
            <xs:attribute name='a' type='xs:int'/>",
            el("e", OPTIONAL)
        ),
        &[
            " 0 [2 bit] | AT(a) -> 1 | AT(b) -> 2 | AT(c) -> 3",
            " 1 [2 bit] | AT(b) -> 2 | AT(c) -> 3",
            " 2 [1 bit] | AT(c) -> 3",
            " 3 [2 bit] | AT(d) -> 4 | SE(e) -> 5 | EE",
            "*4 [2 bit] | SE(e) -> 5 | EE",
            " 5 [1 bit] | EE",
        ],
    );
}

#[test]
fn simple_content_follows_the_attributes() {
    assert_grammar(
        "<xs:simpleContent><xs:extension base='xs:int'>
          <xs:attribute name='a' type='xs:int'/>
        </xs:extension></xs:simpleContent>",
        &[
            " 0 [2 bit] | AT(a) -> 1 | CH(value) -> 2",
            "*1 [1 bit] | CH(value) -> 2",
            " 2 [1 bit] | EE",
        ],
    );
}

// Sequences and choices.

#[test]
fn a_sequence_has_one_element_in_each_state() {
    assert_grammar(
        &format!("<xs:sequence>{}{}</xs:sequence>", el("b", ""), el("a", "")),
        &["*0 [1 bit] | SE(b) -> 1", " 1 [1 bit] | SE(a) -> 2", " 2 [1 bit] | EE"],
    );
}

#[test]
fn optional_elements_can_be_passed_over() {
    assert_grammar(
        &format!(
            "<xs:sequence>{}{}{}</xs:sequence>",
            el("a", OPTIONAL),
            el("b", OPTIONAL),
            el("c", OPTIONAL)
        ),
        &[
            "*0 [3 bit] | SE(a) -> 1 | SE(b) -> 2 | SE(c) -> 3 | EE",
            " 1 [2 bit] | SE(b) -> 2 | SE(c) -> 3 | EE",
            " 2 [2 bit] | SE(c) -> 3 | EE",
            " 3 [1 bit] | EE",
        ],
    );
}

#[test]
fn a_mandatory_element_ends_a_chain_of_optional_ones() {
    assert_grammar(
        &format!(
            "<xs:sequence>{}{}{}</xs:sequence>",
            el("a", OPTIONAL),
            el("b", ""),
            el("c", OPTIONAL)
        ),
        &[
            "*0 [2 bit] | SE(a) -> 1 | SE(b) -> 2",
            " 1 [1 bit] | SE(b) -> 2",
            " 2 [2 bit] | SE(c) -> 3 | EE",
            " 3 [1 bit] | EE",
        ],
    );
}

#[test]
fn a_choice_has_its_elements_in_the_order_of_the_schema() {
    assert_grammar(
        &format!("<xs:choice>{}{}{}</xs:choice>", el("c", ""), el("a", ""), el("b", "")),
        &[
            "*0 [2 bit] | SE(c) -> 1 | SE(a) -> 2 | SE(b) -> 3",
            " 1 [1 bit] | EE",
            " 2 [1 bit] | EE",
            " 3 [1 bit] | EE",
        ],
    );
}

#[test]
fn a_choice_with_an_optional_element_can_be_empty() {
    assert_grammar(
        &format!("<xs:choice>{}{}</xs:choice>", el("a", OPTIONAL), el("b", "")),
        &["*0 [2 bit] | SE(a) -> 1 | SE(b) -> 2 | EE", " 1 [1 bit] | EE", " 2 [1 bit] | EE"],
    );
}

#[test]
fn groups_nest() {
    assert_grammar(
        &format!(
            "<xs:sequence>
              <xs:sequence minOccurs='0'>{}{}</xs:sequence>
              <xs:choice>{}<xs:sequence>{}{}</xs:sequence></xs:choice>
            </xs:sequence>",
            el("a", ""),
            el("b", OPTIONAL),
            el("c", ""),
            el("d", OPTIONAL),
            el("e", ""),
        ),
        &[
            "*0 [3 bit] | SE(a) -> 1 | SE(c) -> 3 | SE(d) -> 4 | SE(e) -> 5",
            " 1 [3 bit] | SE(b) -> 2 | SE(c) -> 3 | SE(d) -> 4 | SE(e) -> 5",
            " 2 [2 bit] | SE(c) -> 3 | SE(d) -> 4 | SE(e) -> 5",
            " 3 [1 bit] | EE",
            " 4 [1 bit] | SE(e) -> 5",
            " 5 [1 bit] | EE",
        ],
    );
}

#[test]
fn an_extension_continues_where_its_base_could_end() {
    assert_grammar_of(
        "T",
        &format!(
            "<xs:complexType name='B'><xs:sequence>{}</xs:sequence></xs:complexType>
            <xs:complexType name='T'><xs:complexContent><xs:extension base='B'>
              <xs:sequence>{}</xs:sequence>
            </xs:extension></xs:complexContent></xs:complexType>",
            el("z", OPTIONAL),
            el("a", "")
        ),
        &["*0 [2 bit] | SE(z) -> 1 | SE(a) -> 2", " 1 [1 bit] | SE(a) -> 2", " 2 [1 bit] | EE"],
    );
}

// Lists of one element.

#[test]
fn an_unbounded_list_returns_to_its_state() {
    assert_grammar(
        &format!("<xs:sequence>{}{}</xs:sequence>", el("a", UNBOUNDED), el("b", "")),
        &["*0 [1 bit] | SE(a) -> 1", " 1 [2 bit] | SE(a) -> 1 | SE(b) -> 2", " 2 [1 bit] | EE"],
    );
    assert_grammar(
        &format!("<xs:sequence>{}</xs:sequence>", el("a", "minOccurs='0' maxOccurs='unbounded'")),
        &["*0 [2 bit] | SE(a) -> 1 | EE", " 1 [2 bit] | SE(a) -> 1 | EE"],
    );
}

#[test]
fn a_bounded_list_counts_its_items() {
    let body =
        format!("<xs:sequence>{}{}</xs:sequence>", el("a", "maxOccurs='3'"), el("b", OPTIONAL));
    assert_grammar(
        &body,
        &[
            "*0 [1 bit] | SE(a) -> 1",
            " 1 [2 bit] 1..3 times | SE(a) -> 1 | SE(b) -> 2 | EE",
            " 2 [1 bit] | EE",
        ],
    );
}

/// The events after each number of items of a list of `a`, followed by an optional `b`.
fn behind_items(bounds: &str, counts: &[u32]) -> Vec<String> {
    let set = grammars(&format!(
        "<xs:complexType name='T'><xs:sequence>{}{}</xs:sequence></xs:complexType>",
        el("a", bounds),
        el("b", OPTIONAL)
    ));
    let state = &set.grammar(type_id(&set.schema, "T")).states[1];
    let text = |count: &u32| {
        let events: Vec<String> = state
            .allowed(*count)
            .iter()
            .map(|production| match &production.event {
                exi_codegen::grammar::Event::Element(id) => {
                    set.schema.element(*id).name.local.to_string()
                }
                other => format!("{other:?}"),
            })
            .collect();
        events.join(" ")
    };
    counts.iter().map(text).collect()
}

#[test]
fn a_list_at_its_greatest_length_cannot_grow() {
    assert_eq!(behind_items("maxOccurs='3'", &[1, 2, 3]), ["a b End", "a b End", "b End"]);
}

#[test]
fn a_list_below_its_smallest_length_cannot_end() {
    assert_eq!(behind_items("minOccurs='2' maxOccurs='3'", &[1, 2, 3]), ["a", "a b End", "b End"]);
    assert_eq!(
        behind_items("minOccurs='3' maxOccurs='unbounded'", &[1, 2, 3, 4]),
        ["a", "a", "a b End", "a b End"]
    );
    assert_eq!(behind_items("minOccurs='2' maxOccurs='2'", &[1, 2]), ["a", "b End"]);
}

// Repeated groups.

#[test]
fn a_repeated_choice_offers_all_of_it_behind_each_element() {
    assert_grammar(
        &format!(
            "<xs:choice minOccurs='0' maxOccurs='unbounded'>{}{}</xs:choice>",
            el("b", ""),
            el("a", "")
        ),
        &[
            "*0 [2 bit] | SE(b) -> 1 | SE(a) -> 2 | EE",
            " 1 [2 bit] | SE(b) -> 1 | SE(a) -> 2 | EE",
            " 2 [2 bit] | SE(b) -> 1 | SE(a) -> 2 | EE",
        ],
    );
}

#[test]
fn states_that_offer_the_same_are_merged() {
    let set = grammars(&format!(
        "<xs:complexType name='T'><xs:choice minOccurs='0' maxOccurs='unbounded'>{}{}
        <xs:sequence>{}{}</xs:sequence></xs:choice></xs:complexType>",
        el("b", ""),
        el("a", ""),
        el("c", ""),
        el("d", "")
    ));
    let merged = set.grammar(type_id(&set.schema, "T")).merged();
    // The start, after `a`, `b` or `d`, and after `c`.
    assert_eq!(merged.states.len(), 3);
    let next = |state: usize| -> Vec<usize> {
        merged.states[state].productions.iter().map(|p| p.next).collect()
    };
    assert_eq!((next(0), next(1), next(2)), (vec![1, 1, 2, 0], vec![1, 1, 2, 0], vec![1]));
}

#[test]
fn an_unbounded_sequence_begins_again_behind_its_last_element() {
    assert_grammar(
        &format!("<xs:sequence {UNBOUNDED}>{}{}</xs:sequence>", el("a", ""), el("b", OPTIONAL)),
        &[
            "*0 [1 bit] | SE(a) -> 1",
            " 1 [2 bit] | SE(a) -> 1 | SE(b) -> 2 | EE",
            " 2 [2 bit] | SE(a) -> 1 | EE",
        ],
    );
}

#[test]
fn mandatory_rounds_of_an_unbounded_sequence_are_copies() {
    assert_grammar(
        &format!(
            "<xs:sequence minOccurs='2' maxOccurs='unbounded'>{}{}</xs:sequence>",
            el("a", ""),
            el("b", "")
        ),
        &[
            "*0 [1 bit] | SE(a) -> 1",
            " 1 [1 bit] | SE(b) -> 2",
            " 2 [1 bit] | SE(a) -> 3",
            " 3 [1 bit] | SE(b) -> 4",
            " 4 [2 bit] | SE(a) -> 3 | EE",
        ],
    );
}

#[test]
fn a_bounded_sequence_is_as_many_copies() {
    assert_grammar(
        &format!(
            "<xs:sequence minOccurs='0' maxOccurs='3'>{}{}</xs:sequence>",
            el("a", ""),
            el("b", "")
        ),
        &[
            "*0 [2 bit] | SE(a) -> 1 | EE",
            " 1 [1 bit] | SE(b) -> 2",
            " 2 [2 bit] | SE(a) -> 3 | EE",
            " 3 [1 bit] | SE(b) -> 4",
            " 4 [2 bit] | SE(a) -> 5 | EE",
            " 5 [1 bit] | SE(b) -> 6",
            " 6 [1 bit] | EE",
        ],
    );
}

#[test]
fn the_copies_of_a_group_keep_the_order_of_the_schema() {
    assert_grammar(
        &format!("<xs:sequence maxOccurs='2'>{}{}</xs:sequence>", el("a", ""), el("b", OPTIONAL)),
        &[
            "*0 [1 bit] | SE(a) -> 1",
            " 1 [2 bit] | SE(a) -> 3 | SE(b) -> 2 | EE",
            " 2 [2 bit] | SE(a) -> 3 | EE",
            " 3 [2 bit] | SE(b) -> 4 | EE",
            " 4 [1 bit] | EE",
        ],
    );
}

#[test]
fn a_bounded_choice_before_an_element() {
    assert_grammar(
        &format!(
            "<xs:sequence><xs:choice minOccurs='0' maxOccurs='2'>{}{}</xs:choice>{}</xs:sequence>",
            el("b", ""),
            el("a", ""),
            el("c", "")
        ),
        &[
            "*0 [2 bit] | SE(b) -> 1 | SE(a) -> 2 | SE(c) -> 5",
            " 1 [2 bit] | SE(b) -> 3 | SE(a) -> 4 | SE(c) -> 5",
            " 2 [2 bit] | SE(b) -> 3 | SE(a) -> 4 | SE(c) -> 5",
            " 3 [1 bit] | SE(c) -> 5",
            " 4 [1 bit] | SE(c) -> 5",
            " 5 [1 bit] | EE",
        ],
    );
}

// Substitution groups.

#[test]
fn a_reference_offers_all_members_sorted_and_the_abstract_head_among_them() {
    assert_grammar_of(
        "T",
        &format!(
            "<xs:element name='head' type='xs:int' abstract='true'/>
            <xs:element name='zebra' type='xs:int' substitutionGroup='head'/>
            <xs:element name='ape' type='xs:int' substitutionGroup='zebra'/>
            <xs:complexType name='T'><xs:sequence>
              <xs:element ref='head' minOccurs='0'/>{}
            </xs:sequence></xs:complexType>",
            el("a", OPTIONAL)
        ),
        &[
            "*0 [3 bit] | SE(ape) -> 1 | SE(head) -> 1 | SE(zebra) -> 1 | SE(a) -> 2 | EE",
            " 1 [2 bit] | SE(a) -> 2 | EE",
            " 2 [1 bit] | EE",
        ],
    );
}

#[test]
fn a_list_of_a_substitution_group_counts_all_members_together() {
    assert_grammar_of(
        "T",
        "<xs:element name='head' type='xs:int'/>
        <xs:element name='member' type='xs:int' substitutionGroup='head'/>
        <xs:complexType name='T'><xs:sequence>
          <xs:element ref='head' maxOccurs='2'/>
        </xs:sequence></xs:complexType>",
        &[
            "*0 [2 bit] | SE(head) -> 1 | SE(member) -> 1",
            " 1 [2 bit] 1..2 times | SE(head) -> 1 | SE(member) -> 1 | EE",
        ],
    );
}

// Wildcards and mixed content.

#[test]
fn wildcards_come_behind_the_elements_and_before_the_end() {
    assert_grammar(
        &format!(
            "<xs:choice minOccurs='0'>
              <xs:any namespace='##other'/><xs:any namespace='urn:z urn:b'/>{}
            </xs:choice>",
            el("a", "")
        ),
        &[
            "*0 [3 bit] | SE(a) -> 3 | SE(urn:z:*) -> 2 | SE(urn:b:*) -> 2 | SE(*) -> 1 | EE",
            " 1 [1 bit] | EE",
            " 2 [1 bit] | EE",
            " 3 [1 bit] | EE",
        ],
    );
}

#[test]
fn a_list_of_wildcards_is_counted() {
    assert_grammar(
        "<xs:sequence><xs:any minOccurs='0' maxOccurs='2'/></xs:sequence>",
        &["*0 [2 bit] | SE(*) -> 1 | EE", " 1 [2 bit] 0..2 times | SE(*) -> 1 | EE"],
    );
}

#[test]
fn mixed_content_has_text_in_each_state_behind_the_end() {
    assert_grammar_of(
        "T",
        &format!(
            "<xs:complexType name='T' mixed='true'><xs:sequence>
              {}<xs:any namespace='##other' minOccurs='0'/>
            </xs:sequence></xs:complexType>",
            el("a", "")
        ),
        &[
            "*0 [2 bit] | SE(a) -> 1 | CH(text) -> 0",
            " 1 [2 bit] | SE(*) -> 2 | EE | CH(text) -> 1",
            " 2 [2 bit] | EE | CH(text) -> 2",
        ],
    );
}

#[test]
fn text_of_mixed_content_ends_the_attributes() {
    assert_grammar_of(
        "T",
        &format!(
            "<xs:complexType name='T' mixed='true'>
              <xs:sequence>{}</xs:sequence><xs:attribute name='b' type='xs:int'/>
            </xs:complexType>",
            el("a", OPTIONAL)
        ),
        &[
            " 0 [3 bit] | AT(b) -> 1 | SE(a) -> 2 | EE | CH(text) -> 1",
            "*1 [2 bit] | SE(a) -> 2 | EE | CH(text) -> 1",
            " 2 [2 bit] | EE | CH(text) -> 2",
        ],
    );
}

// The document grammar.

#[test]
fn roots_are_sorted_by_local_name_and_then_by_namespace() {
    let root = file(
        "<xs:import namespace='urn:a' schemaLocation='a.xsd'/>
        <xs:element name='c' type='xs:int' abstract='true'/>
        <xs:element name='b' type='xs:int'/>
        <xs:element name='B' type='xs:int'/>",
    );
    let other = r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:a">
        <xs:element name="d" type="xs:int"/><xs:element name="b" type="xs:int"/></xs:schema>"#;
    let schema = load_files(&[("t.xsd", &root), ("a.xsd", other)]);
    let set = exi_codegen::grammar::GrammarSet::build(schema.into()).unwrap();
    let names: Vec<String> =
        set.roots.iter().map(|id| set.schema.element(*id).name.to_string()).collect();
    assert_eq!(names, ["{urn:t}B", "{urn:a}b", "{urn:t}b", "{urn:t}c", "{urn:a}d"]);
}

#[test]
fn the_root_has_a_code_among_all_global_elements_and_the_wildcard() {
    for (elements, width) in [(1, 1), (2, 2), (3, 2), (4, 3), (7, 3), (8, 4)] {
        let body: String = (0..elements).map(|n| el(&format!("e{n}"), "")).collect();
        let set = grammars(&body);
        assert_eq!((set.roots.len(), set.root_width()), (elements, width));
        assert_eq!(set.schema.element(set.roots[0]).name, name("e0"));
    }
}
