//! Sets of rules that can be relaxed.

use core::fmt;

use super::Rule;

/// A set of rules that can be relaxed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct RuleSet(u64);

impl RuleSet {
    pub(crate) const fn of(rules: &[Rule]) -> Self {
        let mut set = Self(0);
        let mut rest = rules;
        while let [first, others @ ..] = rest {
            set = set.with(*first);
            rest = others;
        }
        set
    }

    pub(crate) const fn with(self, rule: Rule) -> Self {
        match rule.bit() {
            Some(bit) => Self(self.0 | bit),
            None => self,
        }
    }

    pub(crate) const fn without(self, rule: Rule) -> Self {
        match rule.bit() {
            Some(bit) => Self(self.0 & !bit),
            None => self,
        }
    }

    /// Rules that are never relaxed are in every set.
    pub(crate) const fn has(self, rule: Rule) -> bool {
        match rule.bit() {
            Some(bit) => self.0 & bit != 0,
            None => true,
        }
    }
}

impl fmt::Debug for RuleSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RuleSet({:#x})", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_that_can_be_relaxed_have_places_of_their_own() {
        let mut set = RuleSet::of(&[]);
        for rule in Rule::RELAXABLE {
            assert!(!set.has(rule), "{rule:?}");
            set = set.with(rule);
            assert!(set.has(rule) && !set.without(rule).has(rule), "{rule:?}");
        }
        assert!(RuleSet::of(&[]).without(Rule::Signature).has(Rule::Signature));
    }
}
