//! The XML of schema documents.

use roxmltree::Node;

/// Namespace of XML Schema.
pub(super) const XS: &str = "http://www.w3.org/2001/XMLSchema";

/// Line of a node in its file.
pub(super) fn line(node: Node<'_, '_>) -> u32 {
    node.document().text_pos_at(node.range().start).row
}
