//! The message sets: which namespace is coded with which grammars.

use iso15118_messages::{din, iso2, iso20, sap, xmldsig};

use crate::grammar::Grammar;
use crate::problem::Problem;

/// The sets by the namespaces that Josev names them by (`Namespace` in its `enums.py`).
static SETS: [Set; 9] = [
    Set {
        namespace: "urn:iso:15118:2:2010:AppProtocol",
        documents: Some(Grammar::of::<sap::Message<'static>>()),
        fragments: None,
    },
    Set {
        namespace: "urn:din:70121:2012:MsgDef",
        documents: Some(Grammar::of::<din::V2gMessage<'static>>()),
        fragments: Some(Grammar::of::<din::Fragment<'static>>()),
    },
    Set {
        namespace: "urn:iso:15118:2:2013:MsgDef",
        documents: Some(Grammar::of::<iso2::V2gMessage<'static>>()),
        fragments: Some(Grammar::of::<iso2::Fragment<'static>>()),
    },
    Set {
        namespace: "urn:iso:std:iso:15118:-20:CommonMessages",
        documents: Some(Grammar::of::<iso20::common::Message<'static>>()),
        fragments: Some(Grammar::of::<iso20::common::Fragment<'static>>()),
    },
    Set {
        namespace: "urn:iso:std:iso:15118:-20:AC",
        documents: Some(Grammar::of::<iso20::ac::Message<'static>>()),
        fragments: Some(Grammar::of::<iso20::ac::Fragment<'static>>()),
    },
    Set {
        namespace: "urn:iso:std:iso:15118:-20:DC",
        documents: Some(Grammar::of::<iso20::dc::Message<'static>>()),
        fragments: Some(Grammar::of::<iso20::dc::Fragment<'static>>()),
    },
    Set {
        namespace: "urn:iso:std:iso:15118:-20:WPT",
        documents: Some(Grammar::of::<iso20::wpt::Message<'static>>()),
        fragments: Some(Grammar::of::<iso20::wpt::Fragment<'static>>()),
    },
    Set {
        namespace: "urn:iso:std:iso:15118:-20:ACDP",
        documents: Some(Grammar::of::<iso20::acdp::Message<'static>>()),
        fragments: Some(Grammar::of::<iso20::acdp::Fragment<'static>>()),
    },
    // What is signed is `SignedInfo` in the grammar of the signature schema alone.
    Set {
        namespace: "http://www.w3.org/2000/09/xmldsig#",
        documents: None,
        fragments: Some(Grammar::of::<xmldsig::Fragment<'static>>()),
    },
];

/// A message set.
pub(crate) struct Set {
    namespace: &'static str,
    /// Messages.
    documents: Option<Grammar>,
    /// Elements that stand alone to be signed.
    fragments: Option<Grammar>,
}

impl Set {
    /// The set with this namespace.
    pub(crate) fn with_namespace(namespace: &str) -> Result<&'static Self, Problem> {
        SETS.iter().find(|set| set.namespace == namespace).ok_or_else(|| {
            let known: Vec<_> = SETS.iter().map(|set| set.namespace).collect();
            let text = format!("no messages of namespace {namespace}; known: {}", known.join(", "));
            Problem::new("namespace", text)
        })
    }

    /// From EXI to JSON: a message, or an element where the namespace has no messages.
    pub(crate) fn decode(&self, exi: &[u8]) -> Result<String, Problem> {
        match &self.documents {
            Some(documents) => documents.decode(exi),
            None => self.decode_fragment(exi),
        }
    }

    /// From EXI to JSON: an element that stands alone.
    pub(crate) fn decode_fragment(&self, exi: &[u8]) -> Result<String, Problem> {
        match &self.fragments {
            Some(fragments) => fragments.decode(exi),
            None => {
                let text = format!("namespace {} has no fragments", self.namespace);
                Err(Problem::new("namespace", text))
            }
        }
    }

    /// From JSON to EXI: a message if the root is one, else an element that stands alone.
    pub(crate) fn encode(&self, json: &str) -> Result<Vec<u8>, Problem> {
        let Some(root) = root_name(json) else {
            return Err(Problem::new("element", "the text is not an object with a member".into()));
        };
        let mut grammars = [&self.documents, &self.fragments].into_iter().flatten();
        match grammars.find(|grammar| grammar.has(root)) {
            Some(grammar) => grammar.encode(json),
            None => {
                let text = format!(
                    "{root} is neither a message nor an element that is signed in namespace {}",
                    self.namespace
                );
                Err(Problem::new("element", text))
            }
        }
    }
}

/// The name of the first member of the object that the text begins with. Escapes are not resolved:
/// names of elements do not need them.
fn root_name(json: &str) -> Option<&str> {
    let members = json.trim_start().strip_prefix('{')?;
    let (name, _) = members.trim_start().strip_prefix('"')?.split_once('"')?;
    Some(name)
}
