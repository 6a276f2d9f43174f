/// The command line: `fovea` and its commands, one class each.
///
/// [Main][org.fovea.facerec.cli.Main] is a picocli command whose subcommands read their options, look at every path
/// before work begins, call the library, and print. What they keep to:
///
/// - Data on standard output, progress and remarks on standard error, so that `fovea … --json | jq` works. A result is
///   printed as text for people or, with `--json`, for programs.
/// - Exit code 0: done; 1: failed; 2: wrong usage. What fails says so in one line that begins with `fovea: ` and names
///   the file and the numbers; a stack trace is only for what is the program's own fault.
/// - Results appear whole or not at all, and a path that cannot be written is refused before the first epoch.
/// - Names of files and people are escaped where they would steer a terminal.
/// - Options that several commands have are a mixin, written once: how pictures are read, which people of a folder
///   count, `--seed`, `--epochs`, `--threads`, `--json`.
///
/// A program does the same without it: every command is a few calls to the packages before this one.
///
/// ```
/// int exit = Main.execute("train", "faces/", "-o", "model.safetensors"); // as the launcher does
/// ```
package org.fovea.facerec.cli;
