//! The suite `exi`: single documents and fragments.

mod record;

use exi::{DecodeOptions, EncodeOptions};

use super::Case;
use super::report::{Failure, Report};
use super::trial::{self, Accepted, Options, Refused};
use crate::shared::codec::Codec;
use record::{Damage, Exotic, Expect, Kind, Question, Valid};

pub(super) use record::Record;

impl Case for Record {
    fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    fn tags(&self) -> Vec<String> {
        match &self.question {
            Question::Valid(valid) => valid.tags.clone(),
            Question::Damaged(damage) => {
                // What follows the first word is where and how much.
                let mutation = damage.mutation.split('-').next().unwrap_or_default();
                vec![format!("expect {}", damage.expect.word()), format!("mutation {mutation}")]
            }
            Question::Exotic(exotic) => vec![format!("case {}", exotic.case)],
        }
    }

    fn judge(&self) -> Report {
        let (codec, kind) = match self.kind {
            Kind::Document => (Codec::document(self.set), "documents"),
            Kind::Fragment => (Codec::fragment(self.set), "fragments"),
        };
        let Some(codec) = codec else {
            return Report::skip(format!("{} has no {kind}", self.set.title()));
        };
        match &self.question {
            Question::Valid(valid) => self.valid(codec, valid),
            Question::Damaged(damage) => self.damaged(codec, damage),
            Question::Exotic(exotic) => self.exotic(codec, exotic),
        }
    }
}

impl Record {
    /// Right by all means: the values of the XML, and one of the encodings.
    fn valid(&self, codec: Codec, valid: &Valid) -> Report {
        match trial::run(codec, &self.exi, Options::default()) {
            Ok(accepted) => {
                let report = Report::from(self.check_valid(codec, valid, &accepted));
                accepted.report(report)
            }
            Err(refused) => Failure::Refused(refused.problem).into(),
        }
    }

    fn check_valid(
        &self,
        codec: Codec,
        valid: &Valid,
        accepted: &Accepted,
    ) -> Result<String, Failure> {
        accepted.has_values_of_xml(&valid.xml)?;
        for (index, alternative) in valid.alternatives.iter().enumerate() {
            let inside = |failure| Failure::Alternative(index, Box::new(failure));
            let other = trial::run(codec, alternative, Options::default())
                .map_err(|refused| inside(Failure::Refused(refused.problem)))?;
            other.is_same_as(accepted).map_err(inside)?;
        }
        let is_alternative = |exi: &Vec<u8>| accepted.encodes_to(exi).is_ok();
        match accepted.encodes_to(&self.exi) {
            Ok(()) => Ok(String::new()),
            Err(_) if valid.alternatives.iter().any(is_alternative) => {
                Ok("encoded as in exi_alt".to_owned())
            }
            Err(failure) => Err(failure),
        }
    }

    /// Damaged, or only in another form than usual: `expect` decides.
    fn damaged(&self, codec: Codec, damage: &Damage) -> Report {
        match trial::run(codec, &self.exi, Options::default()) {
            Ok(accepted) => {
                let result = self.check_damaged(damage, &accepted);
                accepted.report(Report::from(result.map(|()| "accepted".to_owned())))
            }
            Err(refused) => refusal(damage, refused),
        }
    }

    fn check_damaged(&self, damage: &Damage, accepted: &Accepted) -> Result<(), Failure> {
        if matches!(damage.expect, Expect::Reject | Expect::RejectInvalid) {
            return Err(Failure::Accepted);
        }
        if let Some(xml) = &damage.xml {
            accepted.has_values_of_xml(xml)?;
        }
        if damage.expect == Expect::Accept {
            // Bytes behind the document are not part of it.
            let len = self.exi.len().saturating_sub(damage.unread);
            accepted.encodes_to(self.exi.get(..len).unwrap_or_default())?;
        }
        Ok(())
    }

    /// Strange by intention: told, and judged only where nothing may be lost.
    fn exotic(&self, codec: Codec, exotic: &Exotic) -> Report {
        match trial::run(codec, &self.exi, options(exotic)) {
            Ok(accepted) => {
                let bytes = accepted.encodes_to(&self.exi);
                let report = if exotic.must_return() {
                    let values = accepted.has_values_of_xml(&exotic.xml);
                    Report::from(values.and(bytes).map(|()| String::new()))
                } else {
                    Report::info(description(exotic, &accepted, bytes))
                };
                accepted.report(report)
            }
            Err(refused) if exotic.must_return() => Failure::Refused(refused.problem).into(),
            Err(refused) => Report::info(format!("refused: {}", refused.problem)),
        }
    }
}

/// Judges a refusal of something damaged.
fn refusal(damage: &Damage, refused: Refused) -> Report {
    let Refused { problem, is_truncated } = refused;
    let is_cut = damage.mutation.starts_with("truncate");
    match damage.expect {
        Expect::Accept => Failure::Refused(problem).into(),
        Expect::Either => Report::pass(format!("refused: {problem}")),
        Expect::Reject | Expect::RejectInvalid if is_cut && !is_truncated => {
            Failure::NotTruncated(problem).into()
        }
        Expect::Reject | Expect::RejectInvalid => Report::pass(format!("refused: {problem}")),
    }
}

/// What became of an accepted exotic message, whose encoding was compared.
fn description(exotic: &Exotic, accepted: &Accepted, bytes: Result<(), Failure>) -> String {
    let values = match accepted.has_values_of_xml(&exotic.xml) {
        Ok(()) => "same values".to_owned(),
        Err(failure) => failure.to_string(),
    };
    let literal = exotic.literal.as_deref();
    let bytes = match bytes {
        Ok(()) => "same bytes".to_owned(),
        Err(_) if literal.is_some_and(|exi| accepted.encodes_to(exi).is_ok()) => {
            "encoded with literal strings".to_owned()
        }
        Err(failure) => failure.to_string(),
    };
    format!("accepted: {values}, {bytes}")
}

/// The coding options of an exotic message, as far as the codec has them.
fn options(exotic: &Exotic) -> Options {
    // Of the string tables, the codec knows the one without bounds.
    let hits = exotic.options == "EXI defaults";
    // Built-in grammars learn, unless there is the EXI profile.
    let learning = !exotic.options.starts_with("profile");
    Options {
        decode: DecodeOptions::new().string_table_hits(hits).learning_grammars(learning),
        encode: EncodeOptions::new().learning_grammars(learning),
    }
}
