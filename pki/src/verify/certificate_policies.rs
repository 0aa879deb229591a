//! Certificate policies (RFC 5280 4.2.1.4, 4.2.1.5, 6.1.2 to 6.1.5) by the policy graph of
//! RFC 9618, which replaces the tree of RFC 5280 and does not grow exponentially.
//!
//! Nothing grows here at all: a level of the graph has room for [`MAX_POLICIES`] nodes, and a
//! certificate with more policies is refused where policies count.

use crate::der::oid::ANY_POLICY;
use crate::profile::PolicyInputs;
use crate::x509::{self, Certificate, policy_mappings};

/// Policies that one level of the graph has room for. PKITS needs 10.
const MAX_POLICIES: usize = 32;

/// Certificates below the anchor for which a graph is made.
pub(crate) const MAX_LEVELS: usize = 16;

/// Why policies refuse a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PolicyError {
    /// An explicit policy is required and none is valid along the path.
    NoValidPolicy,
    /// A mapping from or to anyPolicy (RFC 5280 6.1.4 (a)).
    AnyPolicyMapped,
    /// More policies than there is room for.
    TooMany,
}

/// A policy at one depth of the graph.
#[derive(Clone, Copy, Default)]
struct Node<'a> {
    policy: &'a [u8],
    /// Which nodes one level up are parents, a bit for each.
    parents: u32,
    /// Whether the expected policies are those that the certificate's mappings give.
    is_mapped: bool,
    is_deleted: bool,
}

#[derive(Clone, Copy)]
struct Level<'a> {
    nodes: [Node<'a>; MAX_POLICIES],
    count: usize,
    mappings: &'a [u8],
}

impl<'a> Level<'a> {
    const EMPTY: Level<'static> = Level {
        nodes: [Node { policy: &[], parents: 0, is_mapped: false, is_deleted: false };
            MAX_POLICIES],
        count: 0,
        mappings: &[],
    };

    fn iter(&self) -> impl Iterator<Item = (u32, &Node<'a>)> {
        let numbers = 0_u32..;
        numbers.zip(self.nodes.iter().take(self.count)).filter(|(_, node)| !node.is_deleted)
    }

    fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }

    fn push(&mut self, policy: &'a [u8], parents: u32) -> Result<(), PolicyError> {
        let node = self.nodes.get_mut(self.count).ok_or(PolicyError::TooMany)?;
        *node = Node { policy, parents, is_mapped: false, is_deleted: false };
        self.count = self.count.saturating_add(1);
        Ok(())
    }

    fn has(&self, policy: &[u8]) -> bool {
        self.iter().any(|(_, node)| node.policy == policy)
    }

    /// The nodes that expect this policy below them.
    fn expecting(&self, policy: &[u8]) -> u32 {
        self.iter()
            .filter(|(_, node)| {
                if node.is_mapped {
                    policy_mappings(self.mappings).any(|pair| pair == (node.policy, policy))
                } else {
                    node.policy == policy
                }
            })
            .fold(0, |set, (number, _)| set | bit(number))
    }
}

fn bit(number: u32) -> u32 {
    1_u32.checked_shl(number).unwrap_or_default()
}

/// Whether policies can refuse any path with these certificates; if not, no graph is needed.
fn can_matter(chain: &[&Certificate<'_>], inputs: &PolicyInputs<'_>) -> bool {
    inputs.require_explicit
        || chain.iter().any(|certificate| {
            let extensions = certificate.extensions();
            extensions.policy_constraints().require_explicit.is_some()
                || extensions.policy_mappings().is_some()
        })
}

/// Processes the policies of a path, whose certificates are in the order from below the anchor to
/// the leaf.
pub(crate) fn check<'a>(
    chain: &[&Certificate<'a>],
    inputs: &PolicyInputs<'_>,
) -> Result<(), PolicyError> {
    if can_matter(chain, inputs) { process(chain, inputs) } else { Ok(()) }
}

/// Apart, since the graph takes 14 kB of stack that chains without policies should not pay for.
#[inline(never)]
fn process<'a>(chain: &[&Certificate<'a>], inputs: &PolicyInputs<'_>) -> Result<(), PolicyError> {
    let length = u32::try_from(chain.len()).unwrap_or(u32::MAX);
    // RFC 5280 6.1.2 (d) to (f).
    let start = |is_set: bool| if is_set { 0 } else { length.saturating_add(1) };
    let mut explicit_policy = start(inputs.require_explicit);
    let mut inhibit_any = start(inputs.inhibit_any);
    let mut policy_mapping = start(inputs.inhibit_mapping);

    let mut levels = [Level::EMPTY; MAX_LEVELS];
    // RFC 9618 5.2: the graph begins with anyPolicy above the first certificate.
    let mut root = Level::EMPTY;
    root.push(ANY_POLICY, 0)?;
    let mut above = root;
    let mut is_null = false;

    let last = chain.len().saturating_sub(1);
    for (index, (certificate, slot)) in chain.iter().zip(&mut levels).enumerate() {
        let extensions = certificate.extensions();
        let is_last = index == last;
        let is_self_issued = certificate.is_self_issued();
        let mut level = Level::EMPTY;
        // 6.1.3 (d), (e).
        if extensions.policies().is_some() && !is_null {
            let any_counts = inhibit_any > 0 || (!is_last && is_self_issued);
            add_policies(&mut level, &above, certificate, any_counts)?;
        }
        is_null |= level.is_empty();
        // (f)
        if explicit_policy == 0 && is_null {
            return Err(PolicyError::NoValidPolicy);
        }
        if is_last {
            // 6.1.5 (a), (b): what requireExplicitPolicy says here counts for the end.
            explicit_policy = explicit_policy.saturating_sub(1);
            if extensions.policy_constraints().require_explicit == Some(0) {
                explicit_policy = 0;
            }
            *slot = level;
            break;
        }
        // 6.1.4 (a), (b).
        if let Some(list) = extensions.policy_mappings() {
            if policy_mappings(list).any(|(from, to)| from == ANY_POLICY || to == ANY_POLICY) {
                return Err(PolicyError::AnyPolicyMapped);
            }
            level.mappings = list;
            map(&mut level, &above, list, policy_mapping > 0)?;
            is_null |= level.is_empty();
        }
        // (h)
        if !is_self_issued {
            explicit_policy = explicit_policy.saturating_sub(1);
            policy_mapping = policy_mapping.saturating_sub(1);
            inhibit_any = inhibit_any.saturating_sub(1);
        }
        // (i), (j)
        let constraints = extensions.policy_constraints();
        let least = |current: u32, new: Option<u32>| new.map_or(current, |new| current.min(new));
        explicit_policy = least(explicit_policy, constraints.require_explicit);
        policy_mapping = least(policy_mapping, constraints.inhibit_mapping);
        inhibit_any = least(inhibit_any, extensions.inhibit_any_policy());
        *slot = level;
        above = level;
    }
    // 6.1.5 (g), and the end of the section: explicit_policy is above zero or a policy is left.
    let is_acceptable = !is_null && is_acceptable(&levels, chain.len(), inputs.acceptable);
    if explicit_policy > 0 || is_acceptable { Ok(()) } else { Err(PolicyError::NoValidPolicy) }
}

/// RFC 9618 5.3 (d).
fn add_policies<'a>(
    level: &mut Level<'a>,
    above: &Level<'a>,
    certificate: &Certificate<'a>,
    any_counts: bool,
) -> Result<(), PolicyError> {
    let any_above = above
        .iter()
        .find(|(_, node)| node.policy == ANY_POLICY)
        .map_or(0, |(number, _)| bit(number));
    let list = certificate.extensions().policies().unwrap_or_default();
    let policies = || x509::policies(list);
    // (1)
    for policy in policies().filter(|policy| *policy != ANY_POLICY) {
        // RFC 5280 4.2.1.4: no policy twice; the second one would add nothing.
        if level.has(policy) {
            continue;
        }
        let expecting = above.expecting(policy);
        let parents = if expecting == 0 { any_above } else { expecting };
        if parents != 0 {
            level.push(policy, parents)?;
        }
    }
    // (2)
    if any_counts && policies().any(|policy| policy == ANY_POLICY) {
        for (_, node) in above.iter() {
            if node.is_mapped {
                for (_, to) in
                    policy_mappings(above.mappings).filter(|(from, _)| *from == node.policy)
                {
                    if !level.has(to) {
                        level.push(to, above.expecting(to))?;
                    }
                }
            } else if !level.has(node.policy) {
                level.push(node.policy, above.expecting(node.policy))?;
            }
        }
    }
    Ok(())
}

/// RFC 9618 5.4 (b).
fn map<'a>(
    level: &mut Level<'a>,
    above: &Level<'a>,
    list: &'a [u8],
    is_allowed: bool,
) -> Result<(), PolicyError> {
    for (from, _) in policy_mappings(list) {
        let count = level.count;
        if !is_allowed {
            let found = level.nodes.iter_mut().take(count).find(|node| node.policy == from);
            if let Some(node) = found {
                node.is_deleted = true;
            }
        } else if level.has(from) {
            let mut nodes = level.nodes.iter_mut().take(count);
            if let Some(node) = nodes.find(|node| node.policy == from) {
                node.is_mapped = true;
            }
        } else if level.has(ANY_POLICY) {
            let mut found = above.iter().filter(|(_, node)| node.policy == ANY_POLICY);
            let parents = found.next().map_or(0, |(number, _)| bit(number));
            level.push(from, parents)?;
            if let Some(node) = level.nodes.get_mut(count) {
                node.is_mapped = true;
            }
        }
    }
    Ok(())
}

/// Whether a policy that the user accepts is left: RFC 9618 5.5, walked from the leaf up.
fn is_acceptable(levels: &[Level<'_>], length: usize, acceptable: &[&[u8]]) -> bool {
    let levels = levels.get(..length).unwrap_or_default();
    let is_wanted = |policy: &[u8]| acceptable.is_empty() || acceptable.contains(&policy);
    let Some(leaf) = levels.last() else { return false };
    if leaf.has(ANY_POLICY) {
        return true;
    }
    // The nodes of a level that have a descendant at the leaf.
    let mut alive = leaf.iter().fold(0, |set, (number, _)| set | bit(number));
    for (index, level) in levels.iter().enumerate().rev() {
        let above = index.checked_sub(1).and_then(|index| levels.get(index));
        let any_above = match above {
            // Above the first certificate there is anyPolicy alone.
            None => 1,
            Some(above) => above
                .iter()
                .find(|(_, node)| node.policy == ANY_POLICY)
                .map_or(0, |(number, _)| bit(number)),
        };
        let mut next = 0;
        for (_, node) in level.iter().filter(|(number, _)| alive & bit(*number) != 0) {
            // valid_policy_node_set: the policies that hang on an anyPolicy.
            if node.parents & any_above != 0 && node.policy != ANY_POLICY && is_wanted(node.policy)
            {
                return true;
            }
            next |= node.parents;
        }
        alive = next;
    }
    false
}
