//! x
use std::rc::Rc;
fn main() {
    let p = std::env::args().nth(1).unwrap();
    let s = exi_codegen::schema::load(p.as_ref()).unwrap_or_else(|e| panic!("{e}"));
    let g = exi_codegen::grammar::GrammarSet::build(Rc::new(s)).unwrap_or_else(|e| panic!("{e}"));
    for (i, t) in g.schema.types.iter().enumerate() {
        println!("{:?}", t.name().map(|n| n.to_string()));
        print!("{}", g.describe(exi_codegen::schema::TypeId(i)));
    }
    println!("roots {} bits {}", g.roots.len(), g.root_width());
}
