//! Help and wrong options in the user's language: the texts of `locales/help.toml` laid over the definition in `args`.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command, CommandFactory};

use super::args::Args;
use super::messages::{find, text};

/// The command line's definition with every text in the current language.
pub(crate) fn command() -> Command {
    localise(Args::command(), "help").version(env!("CARGO_PKG_VERSION"))
}

fn localise(command: Command, path: &str) -> Command {
    let template = format!("{{about}}\n\n{} {{usage}}\n\n{{all-args}}{{after-help}}", text("heading.usage"));
    let mut place = 0;
    let mut command = command
        .about(text(&format!("{path}.about")))
        .help_template(template)
        .subcommand_help_heading(text("heading.commands"))
        .mut_args(|arg| {
            place += 1;
            // Below a heading of their own clap would set arguments by their names: NEW before OLD.
            let arg = if arg.is_positional() { arg.display_order(place) } else { arg };
            localise_arg(arg, path)
        })
        .mut_subcommands(|sub| {
            let path = format!("{path}.{}", sub.get_name());
            localise(sub, &path)
        });
    if let Some(examples) = find(&format!("{path}.examples")) {
        command = command.after_help(format!("{}\n{}", text("heading.examples"), examples.trim_end()));
    }
    command
}

fn localise_arg(arg: Arg, path: &str) -> Arg {
    let own = format!("{path}.{}", arg.get_id());
    let global = format!("help.global.{}", arg.get_id());
    let heading = match (find(&own).is_none(), arg.is_positional()) {
        (true, _) => "heading.global",
        (false, true) => "heading.arguments",
        (false, false) => "heading.options",
    };
    let help = find(&own).unwrap_or_else(|| text(&global));
    // Defaults and choices of options with a value are told in the catalogue's sentence; clap would add them in English.
    let hide = arg.get_action().takes_values();
    arg.help(help).help_heading(text(heading)).hide_default_value(hide).hide_possible_values(hide)
}

/// One line (and where to look further) for arguments that clap refused.
pub(crate) fn wrong_use(error: &clap::Error) -> String {
    let context = |kind| error.get(kind).map(plain).unwrap_or_default();
    let (arg, value) = (context(ContextKind::InvalidArg), context(ContextKind::InvalidValue));
    let what = match error.kind() {
        ErrorKind::UnknownArgument => text_of("usage.unknown_option", &[("arg", &arg)]),
        ErrorKind::InvalidSubcommand => text_of("usage.unknown_command", &[("arg", &context(ContextKind::InvalidSubcommand))]),
        ErrorKind::MissingRequiredArgument => text_of("usage.missing", &[("arg", &arg)]),
        ErrorKind::InvalidValue if value.is_empty() => text_of("usage.missing_value", &[("arg", &arg)]),
        ErrorKind::InvalidValue => {
            let valid = context(ContextKind::ValidValue);
            text_of("usage.invalid_value", &[("arg", &arg), ("value", &value), ("valid", &valid)])
        }
        ErrorKind::ArgumentConflict => text_of("usage.twice", &[("arg", &arg)]),
        _ => error.to_string().lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned(),
    };
    let near = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand].map(context).concat();
    let near = if near.is_empty() { near } else { text_of("usage.near", &[("near", &near)]) };
    format!("{what}{near} {}", text("usage.see_help"))
}

fn plain(value: &ContextValue) -> String {
    match value {
        ContextValue::String(s) => s.clone(),
        ContextValue::Strings(all) => all.join(", "),
        other => other.to_string(),
    }
}

fn text_of(key: &str, values: &[(&str, &str)]) -> String {
    super::messages::fill(&text(key), values)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::messages::translation;

    /// Calls `check` with every key of the catalogue that the help of `command` needs: one per argument, `about` and `examples`.
    fn walk(command: &Command, path: &str, check: &mut dyn FnMut(&[String])) {
        check(&[format!("{path}.about")]);
        if command.get_subcommands().next().is_none() {
            check(&[format!("{path}.examples")]);
        }
        for arg in command.get_arguments() {
            check(&[format!("{path}.{}", arg.get_id()), format!("help.global.{}", arg.get_id())]);
        }
        for sub in command.get_subcommands() {
            walk(sub, &format!("{path}.{}", sub.get_name()), check);
        }
    }

    #[test]
    fn every_command_and_option_has_help_in_both_languages() {
        let mut missing = Vec::new();
        walk(&Args::command(), "help", &mut |keys| {
            for language in ["ja", "en"] {
                if !keys.iter().any(|key| translation(language, key).is_some()) {
                    missing.push(format!("{language}: {}", keys.join(" or ")));
                }
            }
        });
        assert!(missing.is_empty(), "{missing:#?}");
    }

    #[test]
    fn definition_is_sound() {
        command().debug_assert();
    }
}
