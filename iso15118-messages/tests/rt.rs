use exi::{Decode, Encode, ArenaBuf};
use iso15118_messages::{iso2, sap};
fn hex(s: &str) -> Vec<u8> { (0..s.len()).step_by(2).map(|i| u8::from_str_radix(&s[i..i+2],16).unwrap()).collect() }
fn rt(set: &str, b: &[u8]) -> Result<Vec<u8>, String> {
    let mut buf = Box::new(ArenaBuf::<300000>::new());
    let mut out = vec![0u8; 200000];
    let mut arena = buf.arena();
    let n = match set {
        "sap" => sap::Message::decode(b, &mut arena).map_err(|e| e.to_string())?.encode(&mut out),
        _ => iso2::V2gMessage::decode(b, &mut arena).map_err(|e| e.to_string())?.encode(&mut out),
    }.map_err(|e| format!("enc {e}"))?;
    out.truncate(n); Ok(out)
}
#[test] fn rtt() {
    for set in ["sap","iso2"] {
        let text = std::fs::read_to_string(format!("../../shared/vectors/exi/{set}.jsonl")).unwrap();
        let (mut ok, mut bad) = (0, 0);
        for l in text.lines() {
            let v: serde_json::Value = serde_json::from_str(l).unwrap();
            if v["kind"] != "document" { continue; }
            let b = hex(v["exi"].as_str().unwrap());
            let mut good = vec![b.clone()];
            if let Some(a) = v["exi_alt"].as_array() { for x in a { good.push(hex(x.as_str().unwrap())); } }
            match rt(set, &b) {
                Ok(o) if good.contains(&o) => ok += 1,
                Ok(_) => { bad += 1; if bad < 8 { println!("{} differs {} ", v["id"], v["tags"]); } }
                Err(e) => { bad += 1; if bad < 8 { println!("{} {} {} {e}", v["id"], v["root"], v["tags"]); } }
            }
        }
        println!("{set} ok {ok} bad {bad}");
    }
    let text = std::fs::read_to_string("../../shared/vectors/exi/negative.jsonl").unwrap();
    let (mut ok, mut bad) = (0, 0);
    for l in text.lines() {
        let v: serde_json::Value = serde_json::from_str(l).unwrap();
        if v["kind"] != "document" { continue; }
        let set = v["set"].as_str().unwrap();
        if set != "sap" && set != "iso2" { continue; }
        let b = hex(v["exi"].as_str().unwrap());
        let r = rt(set, &b);
        let good = match v["expect"].as_str().unwrap() { "accept" => r.as_ref() == Ok(&b), "either" => true, _ => r.is_err() && (!v["mutation"].as_str().unwrap().starts_with("trunc") || r.as_ref().unwrap_err().contains("ends")) };
        if good { ok += 1 } else { bad += 1; if bad < 20 { println!("{} {} {} {:?}", v["id"], v["mutation"], v["expect"], r.map(|_| ())); } }
    }
    println!("neg ok {ok} bad {bad}");
}
