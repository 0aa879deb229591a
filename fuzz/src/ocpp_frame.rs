//! OCPP-J frames: strict, tolerant, and printed again.

use ocpp16::{Action, CallResult, Error, Frame, Options, Report, Request, ToJson, Tolerance};

pub(crate) fn check(data: &[u8]) {
    // The first byte chooses the action that a CALLRESULT is read as.
    let Some((first, frame)) = data.split_first() else { return };
    let action = Action::ALL[usize::from(*first) % Action::ALL.len()];

    let strict = read(frame, action, &Options::strict());
    let tolerant = read(frame, action, &tolerant());
    match (&strict, &tolerant) {
        (Ok(strict), Ok(tolerant)) => {
            assert_eq!(strict.text, tolerant.text, "tolerance changes nothing that is valid");
            assert!(strict.report.is_empty() || strict.text.starts_with("[4,"));
        }
        (Ok(strict), Err(error)) => panic!("valid, but not tolerated: {}: {error}", strict.text),
        (Err(error), Ok(tolerant)) => {
            assert!(!tolerant.report.is_empty(), "tolerated in silence: {error}");
        }
        (Err(_), Err(_)) => {}
    }
    for outcome in [&strict, &tolerant] {
        match outcome {
            Ok(read_frame) => again(read_frame, action),
            Err(error) => check_error(error, frame),
        }
    }
    if let Ok(tolerant) = &tolerant {
        check_tolerated(tolerant, action);
    }
    // Limits only refuse, and what they leave is the same.
    let narrow = Options::strict().with_max_frame(200).with_max_depth(3).with_max_list(2);
    if let Ok(narrow) = read(frame, action, &narrow) {
        assert_eq!(strict.as_ref().map(|strict| &strict.text), Ok(&narrow.text));
    }
}

/// Tolerant, and nothing that was tolerated is only counted.
fn tolerant() -> Options {
    Options::tolerant().with_max_report(usize::from(u16::MAX))
}

/// Checks that a frame which only the tolerant reader takes is by the schemas once it is printed, but for
/// what the reader keeps, and that it is not a wider command.
fn check_tolerated(tolerant: &ReadFrame, action: Action) {
    let what: Vec<_> = tolerant.report.entries().iter().map(|entry| entry.what).collect();
    if tolerant.report.more() == 0 && !what.iter().any(|one| one.is_kept()) {
        let options = Options::strict().with_max_frame(usize::MAX).with_max_list(usize::MAX);
        let strict = read(tolerant.text.as_bytes(), action, &options).map(|again| again.text);
        assert_eq!(strict.as_ref(), Ok(&tolerant.text), "{}", tolerant.report);
    }
    // Without any member it clears every profile: only `{}` says so.
    if let Ok(Frame::Call(call)) = Frame::parse_text(&tolerant.text, &Options::tolerant()) {
        let is_all = matches!(call.request, Request::ClearChargingProfile(_))
            && call.request.to_json() == "{}";
        let is_exact = what.iter().all(|one| *one == Tolerance::ByteOrderMark);
        assert!(!is_all || is_exact, "{}", tolerant.report);
    }
}

/// A frame as it is printed after reading.
struct ReadFrame {
    text: String,
    report: Report,
}

fn read(frame: &[u8], action: Action, options: &Options) -> Result<ReadFrame, Error> {
    Ok(match Frame::parse(frame, options)? {
        Frame::Call(call) => {
            let report = call.report.clone();
            let text = call.to_json();
            assert_eq!(call.into_owned().to_json(), text);
            ReadFrame { text, report }
        }
        Frame::Result(pending) => {
            let shape = pending.clone().check();
            let result = pending.parse_as(action)?;
            assert!(shape.is_ok(), "a payload that can be read has the right shape: {shape:?}");
            let report = result.report.clone();
            let text = result.to_json();
            let CallResult { message_id, response, .. } = result.into_owned();
            assert_eq!(CallResult::new(message_id, response).to_json(), text);
            ReadFrame { text, report }
        }
        Frame::Error(error) => {
            let report = error.report.clone();
            let text = error.to_json();
            assert_eq!(error.into_owned().to_json(), text);
            ReadFrame { text, report }
        }
        other => panic!("{other}"),
    })
}

/// What is printed reads as the same.
fn again(read_frame: &ReadFrame, action: Action) {
    let text = &read_frame.text;
    let mut buffer = vec![0; text.len()];
    let options = Options::tolerant().with_max_frame(usize::MAX);
    let printed = read(text.as_bytes(), action, &options).map(|again| again.text);
    assert_eq!(printed.as_ref(), Ok(text));
    // And into a lent buffer, of which the length is told if it is too small.
    if let Ok(Frame::Call(call)) = Frame::parse_text(text, &options) {
        assert_eq!(call.write_json(&mut buffer), Ok(text.len()));
        assert_eq!(buffer, text.as_bytes());
        let short = call.write_json(&mut buffer[1..]).expect_err("one byte too small");
        assert_eq!(short.needed, text.len());
    }
}

fn check_error(error: &Error, frame: &[u8]) {
    assert!(error.offset() <= frame.len().max(200), "{error}");
    assert!(error.path().len() < 300, "{error}");
    if let Some(answer) = error.answer() {
        // It can be sent, and says what it is to say.
        let text = answer.to_json();
        let options = Options::tolerant();
        match Frame::parse(text.as_bytes(), &options) {
            Ok(Frame::Error(read)) => assert_eq!(read.code, answer.code),
            // Only an id that was too long to begin with.
            Err(_) => assert!(answer.message_id.as_str().chars().count() > 36),
            Ok(other) => panic!("{other}"),
        }
    }
}
