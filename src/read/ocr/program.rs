//! Runs `tesseract`.

use std::process::{Command, Stdio};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

/// Longest time for one page; usual pages take some seconds.
const LIMIT: Duration = Duration::from_secs(180);
/// How long to wait before looking again whether the program has ended.
const PAUSE: Duration = Duration::from_millis(20);

/// The languages to recognise: Japanese, which knows Latin letters and figures too.
///
/// # Errors
/// What is missing: the program, or its Japanese.
pub(super) fn languages() -> Result<String, String> {
    static FOUND: LazyLock<Result<String, String>> = LazyLock::new(|| {
        let listed = Command::new("tesseract").arg("--list-langs").stdin(Stdio::null()).output();
        let listed = listed.map_err(|error| format!("tesseract: {error}"))?;
        let text = String::from_utf8_lossy(&listed.stdout).into_owned() + &String::from_utf8_lossy(&listed.stderr);
        let has = |language: &str| text.lines().any(|line| line.trim() == language);
        if has("jpn") { Ok("jpn".to_owned()) } else { Err("tesseract: no jpn".to_owned()) }
    });
    FOUND.clone()
}

/// Recognises a picture and gives the words as tab-separated values.
pub(super) fn run(png: &[u8], languages: &str) -> Result<String, String> {
    let said = |error: std::io::Error| format!("tesseract: {error}");
    let folder = tempfile::tempdir().map_err(said)?;
    let (picture, words) = (folder.path().join("page.png"), folder.path().join("words"));
    std::fs::write(&picture, png).map_err(said)?;
    let mut child = Command::new("tesseract")
        .arg(&picture)
        .arg(&words)
        // Lines across the whole page (mode 4): what belongs together is the layout's to say, and the program's own analysis loses words.
        .args(["-l", languages, "--dpi", "300", "--psm", "4", "tsv"])
        // Pages are worked on side by side, so each needs only one thread.
        .env("OMP_THREAD_LIMIT", "1")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(said)?;
    let start = Instant::now();
    loop {
        match child.try_wait().map_err(said)? {
            Some(status) if status.success() => break,
            Some(status) => return Err(format!("tesseract: {status}")),
            None if start.elapsed() > LIMIT => {
                child.kill().and_then(|()| child.wait()).map_err(said)?;
                return Err(format!("tesseract: more than {} s", LIMIT.as_secs()));
            }
            None => std::thread::sleep(PAUSE),
        }
    }
    std::fs::read_to_string(words.with_extension("tsv")).map_err(said)
}
