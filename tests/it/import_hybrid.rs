//! A NodeConfig of EKS Hybrid Nodes is another tool's: it is named, and not judged.

use soci_configurator::core::{Config, Import, InputFile, read_files};
use soci_configurator::data::catalogue;

use crate::import_node::with_user_data;

const SSM: &str = "ssm: {activationCode: a, activationId: b}";
const ANYWHERE: &str =
    "iamRolesAnywhere: {nodeName: a, trustAnchorArn: b, profileArn: c, roleArn: d}";

fn config(hybrid: &str) -> String {
    format!(
        "apiVersion: node.eks.aws/v1alpha1\nkind: NodeConfig\nspec:\n  cluster: {{name: demo, region: eu-west-1}}\n  hybrid:\n    {hybrid}\n"
    )
}

fn import(name: &str, text: &str) -> Import {
    let file = InputFile {
        name: name.to_owned(),
        text: text.to_owned(),
    };
    read_files(&[file], &Config::default(), catalogue())
}

#[test]
fn a_hybrid_node_config_is_named_and_nothing_is_claimed_of_it() {
    for hybrid in [SSM, ANYWHERE, "enableCredentialsFile: true"] {
        let text = config(hybrid);
        let in_map = format!(
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: a}}\ndata:\n  node.yaml: |\n    {}\n",
            text.trim_end().replace('\n', "\n    ")
        );
        let in_guide = format!("# Join\n\n```yaml\n{text}```\n");
        for (name, text) in [
            ("node.yaml", &text),
            ("map.yaml", &in_map),
            ("guide.md", &in_guide),
        ] {
            let import = import(name, text);
            assert_eq!(import.noticed(catalogue()), [], "{name}\n{text}");
            let left = import
                .unread
                .iter()
                .find(|left| left.what.contains("Hybrid"));
            assert!(left.is_some(), "{name} {:?}", import.unread);
            assert!(
                import.sets.is_empty() && import.on_nodes.is_empty(),
                "{name}"
            );
        }
    }
}

#[test]
fn in_the_userdata_of_a_node_class_its_fields_are_of_no_use() {
    let class = with_user_data("al2023@v20260930", "", &config(SSM));
    let import = import("nodes.yaml", &class);
    let noticed = import.noticed(catalogue());
    let unknown: Vec<_> = noticed
        .iter()
        .filter(|one| one.rule.id == "node-config-unknown-field")
        .collect();
    assert_eq!(unknown.len(), 2, "{noticed:?}");
    for one in unknown {
        assert!(one.message.contains("Hybrid Nodes"), "{}", one.message);
    }
}
