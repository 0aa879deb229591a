use clap::Command as Program;
use clap_complete::Shell;

use super::*;

/// The subcommand of a line, without the name of the program.
pub(crate) fn command(line: &str) -> Result<Command, clap::Error> {
    let words = ["v2g"].into_iter().chain(line.split_whitespace());
    Ok(Arguments::try_parse_from(words)?.command.unwrap_or_default())
}

/// The program and all its subcommands.
fn programs() -> Vec<Program> {
    let mut open = vec![Arguments::command()];
    open[0].build();
    let mut all = Vec::new();
    while let Some(program) = open.pop() {
        open.extend(program.get_subcommands().cloned());
        all.push(program);
    }
    all
}

#[test]
fn the_arguments_make_sense() {
    Arguments::command().debug_assert();
}

#[test]
fn help_keeps_its_width_and_says_how_it_ends() {
    let programs = programs();
    assert_eq!(programs.len(), 8, "v2g, five subcommands, the two sides of sdp");
    for mut program in programs {
        let name = program.get_name().to_owned();
        let [short, long] =
            [program.render_help(), program.render_long_help()].map(|help| help.to_string());
        for line in short.lines().chain(long.lines()) {
            assert!(line.chars().count() <= 100, "{name}: {line}");
        }
        assert!(short.lines().count() <= 40, "{name}: {short}");
        assert_eq!(long.contains("Exit status"), name != "completions", "{long}");
    }
}

#[test]
fn without_a_subcommand_the_built_in_session_is_played() {
    let arguments = Arguments::read(["v2g".into()]).unwrap();
    assert_eq!(arguments.color, ColorChoice::Auto);
    let Command::Inspect(played) = arguments.command.unwrap_or_default() else { panic!() };
    let Ok(Command::Inspect(asked)) = command("inspect") else { panic!() };
    assert_eq!(played, asked);
}

#[test]
fn completions_know_subcommands_options_and_names() {
    for shell in [Shell::Bash, Shell::Zsh, Shell::Fish, Shell::PowerShell, Shell::Elvish] {
        let mut script = Vec::new();
        completions(shell, &mut script).unwrap();
        let script = String::from_utf8(script).unwrap();
        for part in ["verify-chain", "accept-other-security"] {
            assert!(script.contains(part), "{shell}: {part}");
        }
        // These complete values, too.
        if matches!(shell, Shell::Bash | Shell::Zsh | Shell::Fish) {
            for part in ["iso20-common", "ed448", "SubCaPathLength"] {
                assert!(script.contains(part), "{shell}: {part}");
            }
        }
    }
}

#[test]
fn errors_show_what_was_written_and_nothing_of_it_steers_the_terminal() {
    for words in [
        &["--\u{1b}[2J\n99 forged"][..],
        &["\u{1b}[2J\n99 forged"],
        &["inspect", "--protocol", "\u{1b}[2J\n99 forged"],
        &["inspect", "--width", "\u{1b}[2J\n99 forged"],
        &["inspect", "--json=\u{1b}[2J\n99 forged"],
        &["test-pki", "\u{1b}[2J\n99 forged", "x"],
        &["sdp", "\u{1b}[2J\n99 forged"],
    ] {
        let arguments = ["v2g"].iter().chain(words).map(OsString::from);
        let error = Arguments::read(arguments).unwrap_err();
        let text = error.to_string();
        assert!(text.contains("\\u{1b}[2J"), "{text}");
        assert!(text.lines().all(|line| !line.starts_with("99 forged")), "{text}");
        assert!(!text.chars().any(|c| c != '\n' && examples_printable::is_unsafe(c)), "{text:?}");
        assert_eq!(error.exit_code(), 2);
    }
}

/// The words of a line for the shell, without comments and redirections.
fn shell_words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut is_quoted = false;
    for c in line.chars() {
        match c {
            '#' | '>' if !is_quoted => break,
            '\'' => is_quoted = !is_quoted,
            ' ' if !is_quoted => words.push(String::new()),
            c => words.last_mut().unwrap().push(c),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[test]
fn the_commands_of_the_readmes_are_understood() {
    let mut count = 0;
    for text in [include_str!("../../README.md"), include_str!("../../../README.md")] {
        for line in text.lines().map(|line| line.trim_start_matches("$ ")) {
            let line = match line.split_once("-p examples -- ") {
                Some((command, rest)) if command.starts_with("cargo run") => format!("v2g {rest}"),
                _ => line.to_owned(),
            };
            if line != "v2g" && !line.starts_with("v2g ") {
                continue;
            }
            let error = Arguments::read(shell_words(&line).into_iter().map(OsString::from)).err();
            let is_fine = error.as_ref().is_none_or(|error| !error.use_stderr());
            assert!(is_fine, "{line}: {error:?}");
            count += 1;
        }
    }
    assert!(count >= 12, "{count}");
}
