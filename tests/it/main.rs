//! One native test program: what the whole of core must hold to.

#![allow(
    clippy::disallowed_methods,
    reason = "these tests read files and run programs; core itself may not"
)]

mod architecture;
mod background;
mod blueprint;
mod cases;
mod catalogue;
#[cfg(feature = "cli")]
mod cli;
#[cfg(feature = "cli")]
mod cli_compare;
#[cfg(feature = "cli")]
mod cli_directories;
#[cfg(feature = "cli")]
mod cli_encodings;
#[cfg(feature = "cli")]
mod cli_engines;
mod cli_estimate;
#[cfg(feature = "cli")]
mod cli_explain;
#[cfg(feature = "cli")]
mod cli_files;
#[cfg(feature = "cli")]
mod cli_fix;
#[cfg(feature = "cli")]
mod cli_frontier;
#[cfg(feature = "cli")]
mod cli_import;
#[cfg(feature = "cli")]
mod cli_instances;
#[cfg(feature = "cli")]
mod cli_links;
#[cfg(feature = "cli")]
mod cli_storage;
#[cfg(feature = "cli")]
mod cli_streams;
#[cfg(feature = "cli")]
mod cli_terminal;
#[cfg(feature = "cli")]
mod cli_writes;
mod costs;
mod crd_schema;
mod crds;
mod dependencies;
mod dismissal;
mod explain;
mod fields;
mod file_rules;
mod fixes;
#[cfg(feature = "cli")]
mod folder;
mod formats;
mod frontier;
mod import_account;
mod import_across_files;
mod import_ami;
mod import_assumed;
mod import_blueprint;
mod import_by_hand;
mod import_causes;
mod import_events;
mod import_foreign;
mod import_forms;
mod import_hostile;
mod import_hybrid;
mod import_image_forms;
mod import_images;
mod import_layouts;
mod import_logs;
mod import_node;
mod import_node_alone;
mod import_node_bottlerocket;
mod import_node_files;
mod import_node_kubelet;
mod import_node_pull;
mod import_node_shapes;
mod import_operators;
mod import_passed_over;
mod import_patches;
mod import_placeholders;
mod import_reach;
mod import_real;
mod import_refused;
mod import_regions;
mod import_samples;
mod import_templates;
mod import_values;
mod karpenter_models;
mod known_images;
mod launch;
mod launch_fit;
mod launch_steps;
mod launchers;
mod lead;
mod leave_one_out;
mod levers;
mod links;
mod literals;
#[cfg(feature = "cli")]
mod measure;
mod mime;
mod objects;
mod own_figures;
mod own_judges;
mod papers;
mod properties;
mod pull;
mod pull_work;
mod readme;
mod releases;
mod rules;
mod samples;
#[path = "../scenarios/mod.rs"]
mod scenario_files;
mod scenarios;
mod schema;
mod schema_refusals;
mod schema_verdicts;
mod scripts;
mod selection;
mod storage;
mod support;
mod workflows;
mod written_yaml;
mod yaml11;
mod yaml_grammar;
