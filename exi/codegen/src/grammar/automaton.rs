//! From particles to states (EXI 1.0, 8.5.4.1 and 8.5.4.2).
//!
//! The specification concatenates and normalises right-linear grammars; the position automaton of
//! the content model (Glushkov) has the same states and, with productions in schema order, the same
//! event codes. A repeated element is one position with a counter, a repeated group is as many
//! copies as it may occur.

use std::collections::BTreeSet;

use super::{Event, Grammar, Production, Repeat, State};
use crate::schema::{
    ComplexType, Content, Particle, Place, Schema, SchemaError, Term, TypeId, Wildcard,
};

/// Greatest number of copies into which a repeated *group* is unrolled.
const MAX_COPIES: u32 = 64;

/// Greatest number of particles in one content model after all groups are unrolled: groups inside
/// of groups multiply, and the time that the automaton takes grows with the square.
const MAX_PARTICLES: usize = 1024;

/// The grammar of an element of simple type.
pub(super) fn simple(id: TypeId) -> Grammar {
    Grammar {
        states: vec![
            State {
                productions: vec![Production { event: Event::Value(id), next: 1 }],
                repeat: None,
            },
            end_state(),
        ],
        content: 0,
    }
}

/// The grammar of an element of complex type.
pub(super) fn complex(schema: &Schema, complex: &ComplexType) -> Result<Grammar, SchemaError> {
    let first_content = complex.attributes.len();
    let mut states = match &complex.content {
        Content::Empty => vec![end_state()],
        Content::Simple(id) => simple(*id).states,
        Content::Particle(particle) => {
            let mut builder = Builder {
                schema,
                place: &complex.place,
                positions: Vec::new(),
                particles: 0,
                unrolled: 0,
            };
            let part = builder.particle(particle)?;
            builder.states(&part, complex.mixed)?
        }
    };
    for state in &mut states {
        for production in &mut state.productions {
            production.next += first_content;
        }
    }
    // Attribute states come in front, built from the last to the first: each offers its own
    // attribute and, when that one is optional, whatever the next state offers.
    for index in (0..first_content).rev() {
        let mut productions = vec![Production { event: Event::Attribute(index), next: index + 1 }];
        if !complex.attributes[index].required {
            productions.extend(states[0].productions.iter().cloned());
        }
        states.insert(0, State { productions, repeat: None });
    }
    Ok(Grammar { states, content: first_content })
}

fn end_state() -> State {
    State { productions: vec![Production { event: Event::End, next: 0 }], repeat: None }
}

/// One occurrence of an element or wildcard in the content model.
struct Position {
    /// Number of the particle in the schema; the copies of a repeated group share it.
    particle: usize,
    /// Events that lead here: one, or one for each member of a substitution group.
    events: Vec<Event>,
    /// `minOccurs` and `maxOccurs` of a repeated element.
    bounds: (u32, Option<u32>),
    follow: BTreeSet<usize>,
    /// Another item may follow by the element's own `maxOccurs`.
    repeats: bool,
    /// The content may end here.
    last: bool,
}

/// First and last positions of a part of the model.
#[derive(Clone, Default)]
struct Part {
    nullable: bool,
    first: BTreeSet<usize>,
    last: BTreeSet<usize>,
}

struct Builder<'s> {
    schema: &'s Schema,
    place: &'s Place,
    positions: Vec<Position>,
    /// Number of particles so far.
    particles: usize,
    /// Number of particles so far, each counted as often as its group is unrolled.
    unrolled: usize,
}

impl Builder<'_> {
    fn unsupported(&self, construct: &str) -> SchemaError {
        SchemaError::Unsupported { construct: construct.to_owned(), place: self.place.clone() }
    }

    fn particle(&mut self, particle: &Particle) -> Result<Part, SchemaError> {
        self.unrolled += 1;
        if self.unrolled > MAX_PARTICLES {
            return Err(
                self.unsupported("a content model that unrolls to more than 1024 particles")
            );
        }
        let events = match &particle.term {
            Term::Sequence(_) | Term::Choice(_) => return self.group(particle),
            Term::Element(id) => {
                self.schema.alternatives(*id).into_iter().map(Event::Element).collect()
            }
            Term::Any(Wildcard::Any) => vec![Event::Any(None)],
            Term::Any(Wildcard::Other(uri)) => vec![Event::Any(Some(uri.clone()))],
            Term::Any(Wildcard::Namespaces(uris)) => {
                uris.iter().cloned().map(Event::AnyIn).collect()
            }
        };
        let index = self.positions.len();
        let repeats = particle.max != Some(1);
        self.positions.push(Position {
            particle: self.particles,
            events,
            bounds: (particle.min, particle.max),
            follow: if repeats { BTreeSet::from([index]) } else { BTreeSet::new() },
            repeats,
            last: false,
        });
        self.particles += 1;
        let own = BTreeSet::from([index]);
        Ok(Part { nullable: particle.min == 0, first: own.clone(), last: own })
    }

    /// A group `max` times, the copies beyond `min` optional: `G{1,3}` is `G (G G?)?`.
    fn group(&mut self, particle: &Particle) -> Result<Part, SchemaError> {
        let unbounded = particle.max.is_none();
        let copies = particle.max.unwrap_or(particle.min.max(1));
        if copies > MAX_COPIES {
            return Err(self.unsupported("a group that is repeated more than 64 times"));
        }
        let first_particle = self.particles;
        let mut whole = Part { nullable: true, ..Part::default() };
        let mut last = BTreeSet::new();
        for copy in 0..copies {
            self.particles = first_particle;
            let part = self.once(&particle.term)?;
            if unbounded && copy + 1 == copies {
                for &from in &part.last {
                    if part.first.contains(&from) && self.positions[from].repeats {
                        let construct = "a repeated element at both ends of a repeated group";
                        return Err(self.unsupported(construct));
                    }
                    self.positions[from].follow.extend(&part.first);
                }
            }
            whole = self.then(whole, &part);
            if copy + 1 >= particle.min {
                last.extend(&whole.last);
            }
        }
        whole.last = last;
        whole.nullable |= particle.min == 0;
        Ok(whole)
    }

    fn once(&mut self, term: &Term) -> Result<Part, SchemaError> {
        match term {
            Term::Sequence(particles) => {
                let mut whole = Part { nullable: true, ..Part::default() };
                for particle in particles {
                    let part = self.particle(particle)?;
                    whole = self.then(whole, &part);
                }
                Ok(whole)
            }
            Term::Choice(particles) => {
                let mut whole = Part::default();
                for particle in particles {
                    let part = self.particle(particle)?;
                    whole.nullable |= part.nullable;
                    whole.first.extend(part.first);
                    whole.last.extend(part.last);
                }
                Ok(whole)
            }
            Term::Element(_) | Term::Any(_) => Err(self.unsupported("a leaf as a group")),
        }
    }

    /// Concatenation.
    fn then(&mut self, left: Part, right: &Part) -> Part {
        for &from in &left.last {
            self.positions[from].follow.extend(&right.first);
        }
        let mut first = left.first;
        if left.nullable {
            first.extend(&right.first);
        }
        let mut last = right.last.clone();
        if right.nullable {
            last.extend(left.last);
        }
        Part { nullable: left.nullable && right.nullable, first, last }
    }

    /// State 0 is the start, state `p + 1` comes after position `p`.
    fn states(&mut self, part: &Part, mixed: bool) -> Result<Vec<State>, SchemaError> {
        for &position in &part.last {
            self.positions[position].last = true;
        }
        let mut states = vec![self.state(None, &part.first, part.nullable, mixed)?];
        for index in 0..self.positions.len() {
            let position = &self.positions[index];
            states.push(self.state(Some(index), &position.follow, position.last, mixed)?);
        }
        Ok(states)
    }

    fn state(
        &self,
        behind: Option<usize>,
        follow: &BTreeSet<usize>,
        may_end: bool,
        mixed: bool,
    ) -> Result<State, SchemaError> {
        // Schema order: by particle; the copies of a particle by their place.
        let mut follow: Vec<usize> = follow.iter().copied().collect();
        follow.sort_by_key(|&position| (self.positions[position].particle, position));
        let mut productions: Vec<Production> = Vec::new();
        let mut own = 0..0;
        for position in follow {
            let from = productions.len();
            productions.extend(
                self.positions[position]
                    .events
                    .iter()
                    .map(|event| Production { event: event.clone(), next: position + 1 }),
            );
            if Some(position) == behind && self.positions[position].repeats {
                own = from..productions.len();
            }
        }
        let repeat = self.repeat(behind, own.clone())?;
        // SE(qname) before SE(uri:*) before SE(*) before EE before CH (EXI 1.0, 8.5.4.2).
        productions.sort_by_key(|production| match production.event {
            Event::AnyIn(_) => 1,
            Event::Any(_) => 2,
            _ => 0,
        });
        if repeat.is_some() && productions[own.clone()].iter().any(|p| p.next != own_next(behind)) {
            return Err(self.unsupported("a counted wildcard before other content"));
        }
        self.check_deterministic(&productions)?;
        if may_end {
            productions.push(Production { event: Event::End, next: 0 });
        }
        if mixed {
            if repeat.is_some() {
                return Err(self.unsupported("a counted repetition in mixed content"));
            }
            productions.push(Production { event: Event::Text, next: behind.map_or(0, |p| p + 1) });
        }
        if productions.is_empty() {
            return Err(self.unsupported("a content model that cannot end"));
        }
        Ok(State { productions, repeat })
    }

    fn repeat(
        &self,
        behind: Option<usize>,
        own: std::ops::Range<usize>,
    ) -> Result<Option<Repeat>, SchemaError> {
        let Some(index) = behind else { return Ok(None) };
        let (min, max) = self.positions[index].bounds;
        if own.is_empty() || (max.is_none() && min <= 1) {
            return Ok(None);
        }
        Ok(Some(Repeat { own, min, max }))
    }

    /// Two productions of one state for the same element would make the model ambiguous (and are
    /// forbidden by XML Schema, "unique particle attribution").
    fn check_deterministic(&self, productions: &[Production]) -> Result<(), SchemaError> {
        for (i, a) in productions.iter().enumerate() {
            for b in &productions[..i] {
                let same = match (&a.event, &b.event) {
                    (Event::Element(x), Event::Element(y)) => {
                        self.schema.element(*x).name == self.schema.element(*y).name
                    }
                    (Event::Any(_), Event::Any(_)) => true,
                    (x, y) => x == y,
                };
                if same {
                    return Err(self.unsupported("an ambiguous content model"));
                }
            }
        }
        Ok(())
    }
}

fn own_next(behind: Option<usize>) -> usize {
    behind.map_or(0, |p| p + 1)
}

impl Grammar {
    /// The same grammar with content states joined that offer the same events to the same states,
    /// such as those after the members of a repeated choice. The states up to the start of the
    /// content stay apart: their second-level event codes differ.
    pub fn merged(&self) -> Self {
        let mut grammar = self.clone();
        let from = grammar.content + 1;
        loop {
            let pair = (from..grammar.states.len())
                .find_map(|b| (from..b).find(|&a| grammar.same_behaviour(a, b)).map(|a| (a, b)));
            let Some((keep, gone)) = pair else { return grammar };
            grammar.states.remove(gone);
            for production in grammar.states.iter_mut().flat_map(|s| &mut s.productions) {
                if production.next == gone {
                    production.next = keep;
                } else if production.next > gone {
                    production.next -= 1;
                }
            }
        }
    }

    fn same_behaviour(&self, a: usize, b: usize) -> bool {
        let (x, y) = (&self.states[a], &self.states[b]);
        x.repeat.is_none()
            && y.repeat.is_none()
            && x.productions.len() == y.productions.len()
            && x.productions.iter().zip(&y.productions).all(|(p, q)| {
                let merged = |next: usize| if next == b { a } else { next };
                p.event == q.event && (p.event == Event::End || merged(p.next) == merged(q.next))
            })
    }
}
