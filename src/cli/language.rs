//! Which language the program speaks.

use clap::ValueEnum;

/// The languages of the message catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Language {
    /// Japanese.
    Ja,
    /// English.
    En,
}

impl Language {
    /// Decides before the arguments are parsed, because help and wrong options are told in this language too:
    /// the last `--lang` among the arguments, else the desktop's locale; whoever has no Japanese locale gets English.
    #[must_use]
    pub fn choose(args: &[String], locale: Option<&str>) -> Self {
        asked_for(args).unwrap_or(match locale {
            Some(tag) if tag.to_ascii_lowercase().starts_with("ja") => Self::Ja,
            _ => Self::En,
        })
    }

    /// The locale's name in the catalogue.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::Ja => "ja",
            Self::En => "en",
        }
    }
}

fn asked_for(args: &[String]) -> Option<Language> {
    let options: Vec<&str> = args.iter().map(String::as_str).take_while(|a| *a != "--").collect();
    let following = options.windows(2).filter(|w| w[0] == "--lang").map(|w| w[1]);
    let joined = options.iter().filter_map(|a| a.strip_prefix("--lang="));
    following.chain(joined).last().and_then(|value| Language::from_str(value, true).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choose(args: &[&str], locale: Option<&str>) -> Language {
        let args: Vec<String> = args.iter().map(|&a| a.to_owned()).collect();
        Language::choose(&args, locale)
    }

    #[test]
    fn option_wins_over_locale() {
        assert_eq!(choose(&["run", "--lang", "en"], Some("ja-JP")), Language::En);
        assert_eq!(choose(&["--lang=ja", "run"], Some("de-DE")), Language::Ja);
        assert_eq!(choose(&["--lang=ja", "--lang=en"], None), Language::En);
    }

    #[test]
    fn locale_decides_without_option() {
        assert_eq!(choose(&["run"], Some("ja-JP")), Language::Ja);
        assert_eq!(choose(&["run"], Some("C")), Language::En);
        assert_eq!(choose(&["run"], None), Language::En);
        // A file may be called like the option, after `--`; an unknown language is left for the parser to refuse.
        assert_eq!(choose(&["extract", "--", "--lang=en"], Some("ja")), Language::Ja);
        assert_eq!(choose(&["--lang", "fr"], Some("ja_JP.UTF-8")), Language::Ja);
    }
}
