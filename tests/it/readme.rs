//! The README tells the truth: its commands run, its table is the field table, its files exist.

use std::fmt::Write as _;
use std::path::Path;

use soci_configurator::core::Field;

fn readme() -> String {
    std::fs::read_to_string(root().join("README.md")).expect("README.md")
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Lines of all ```sh blocks, without comments.
fn commands() -> Vec<String> {
    let text = readme();
    let mut inside = false;
    let mut commands = Vec::new();
    for line in text.lines() {
        if line.starts_with("```") {
            inside = line == "```sh";
        } else if inside {
            let command = line.split("  #").next().unwrap_or_default().trim();
            commands.push(command.to_owned());
        }
    }
    commands
}

#[cfg(feature = "cli")]
#[test]
fn every_command_of_the_command_line_succeeds() {
    let directory = std::env::temp_dir().join(format!("soci-readme-{}", std::process::id()));
    std::fs::create_dir_all(&directory).expect("a directory of our own");
    let mut run = 0;
    for command in commands() {
        let Some(arguments) = command.strip_prefix("soci-configurator ") else {
            continue;
        };
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_soci-configurator"))
            .args(arguments.split_whitespace())
            .current_dir(&directory)
            .output()
            .expect("the command starts");
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{command}\n{errors}");
        run += 1;
    }
    assert!(run >= 6, "the README lost its commands");
    assert!(directory.join("set.zip").exists() && directory.join("manifests/config.yaml").exists());
    std::fs::remove_dir_all(&directory).expect("it was ours");
}

#[cfg(feature = "cli")]
#[test]
fn the_short_config_file_is_accepted() {
    let text = readme();
    let (_, rest) = text.split_once("```yaml\n").expect("a Config file");
    let (file, _) = rest.split_once("```").expect("its end");
    assert_eq!(
        soci_configurator::core::read_config(file).map(|_| ()),
        Ok(())
    );
}

#[test]
fn the_two_commands_are_commands_of_xtask() {
    let main = std::fs::read_to_string(root().join("xtask/src/main.rs")).expect("xtask");
    let named: Vec<String> = commands()
        .iter()
        .filter_map(|command| command.strip_prefix("cargo xtask ").map(str::to_owned))
        .collect();
    assert_eq!(named, ["serve", "test"]);
    for command in named {
        assert!(
            main.contains(&format!("\"{command}\"")),
            "xtask has no {command}"
        );
    }
}

#[test]
fn files_that_it_names_exist() {
    for path in [
        "docs/screenshot.png",
        "src/core/mod.rs",
        "src/core/config/fields",
        "src/core/config/wire",
        "src/core/config/presets.rs",
        "src/core/config/sources.rs",
        "src/core/config/engine.rs",
        "src/core/findings/rules",
        "src/core/plan",
        "src/core/manifest/model",
        "src/core/manifest/build",
        "src/core/manifest/userdata",
        "src/core/manifest/guide.rs",
        "src/core/manifest/bundle.rs",
        "src/core/units",
        "src/core/yaml",
        "src/ui/panels",
        "src/ui/widgets",
        "src/ui/view_model",
        "src/ui/platform",
        "src/bin/cli.rs",
        "tests/it/rules/cases.rs",
        "tests/scenarios",
        "tests/web.rs",
        "tests/journeys",
        "xtask",
    ] {
        assert!(
            readme().contains(path.rsplit('/').next().unwrap_or(path)),
            "README names {path}"
        );
        assert!(root().join(path).exists(), "{path}");
    }
}

#[test]
fn the_table_of_keys_is_the_field_table() {
    const START: &str = "<!-- fields: written by UPDATE_EXPECT=1 cargo test --test it readme -->\n";
    const END: &str = "<!-- /fields -->";
    let text = readme();
    let (before, rest) = text.split_once(START).expect("the table's start");
    let (found, after) = rest.split_once(END).expect("the table's end");
    let expected = table();
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        let updated = format!("{before}{START}{expected}{END}{after}");
        std::fs::write(root().join("README.md"), updated).expect("README.md");
        return;
    }
    assert_eq!(
        found, expected,
        "run UPDATE_EXPECT=1 cargo test --test it readme"
    );
}

fn table() -> String {
    let mut table = String::from("\n| key | default | allowed | what it is |\n|---|---|---|---|\n");
    let config = soci_configurator::core::Config::default();
    for field in Field::all() {
        let default = field.value(&config).to_string();
        let default = if default.is_empty() {
            "–".to_owned()
        } else {
            format!("`{default}`")
        };
        let unit = if field.unit.is_empty() {
            String::new()
        } else {
            format!(" ({})", field.unit)
        };
        writeln!(
            table,
            "| `{}` | {default} | {}{unit} | {}: {} |",
            field.path, field.bounds, field.label, field.help
        )
        .expect("a string grows");
    }
    table.push('\n');
    table
}
