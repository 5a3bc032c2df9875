//! One way through the page, from a preset to a visit without a network, in every browser that is
//! here: what the other journeys see in Chromium alone holds where the page runs on another engine.

use journeys::{Kind, Page, archive_of, journey_with};

#[test]
fn chromium_goes_from_preset_to_second_visit() {
    journey_with(Kind::Chromium, from_preset_to_second_visit);
}

#[test]
#[cfg_attr(
    not(has_firefox),
    ignore = "there is no firefox-esr here; FIREFOX names a Firefox that is elsewhere"
)]
fn firefox_goes_from_preset_to_second_visit() {
    journey_with(Kind::Firefox, from_preset_to_second_visit);
}

#[test]
#[cfg_attr(
    not(has_webkit),
    ignore = "there is no WebKitWebDriver with Xvfb here; WEBKIT_WEBDRIVER and XVFB name programs that are elsewhere"
)]
fn webkit_goes_from_preset_to_second_visit() {
    journey_with(Kind::WebKit, from_preset_to_second_visit);
}

async fn from_preset_to_second_visit(page: &Page) {
    page.open("").await;
    page.wait_for_text(".result-line", "Required:").await;
    links_look_like_links(page).await;
    signs_of_help_are_round_their_letter(page).await;

    page.start_from("vLLM on GPU nodes").await;
    page.wait_for_text(".preset-line", "10 GB and more").await;
    page.type_into("Cluster name", "demo").await;
    page.type_into("Node IAM role", "KarpenterNodeRole-demo")
        .await;
    page.wait_for_text(".result-line", "Ready to apply").await;

    let disk = take_another_disk(page).await;

    page.look_at_files().await;
    for manifest in [
        "kind: EC2NodeClass",
        "kind: NodePool",
        "role: KarpenterNodeRole-demo",
        &disk.in_manifest,
    ] {
        page.wait_for_text("#result-panel", manifest).await;
    }

    page.click_button("Download all (zip)").await;
    let archive = page.downloaded("soci-karpenter.zip").await;
    page.click("tab", "config.yaml").await;
    page.click_button("Download file").await;
    let config = page.downloaded("config.yaml").await;
    assert!(
        archive == archive_of(&config),
        "the page's archive is not the command line's"
    );

    without_a_network(page, &disk).await;
}

/// A disk that was taken.
struct Disk {
    pull: String,
    a_month: String,
    in_manifest: String,
}

/// Takes the first disk that is not taken yet: the answer and its price are those of its card.
async fn take_another_disk(page: &Page) -> Disk {
    page.wait_until("disks can be compared", async || {
        page.matches(".disk-card").await > 1
    })
    .await;
    let cards = "[...document.querySelectorAll('.disk-card')].map((card) =>\
        [card.getAttribute('aria-pressed'), card.querySelector('strong').textContent, \
         ...[...card.querySelectorAll('.disk-figures')].map((figure) => figure.textContent)])";
    let cards = page.evaluate(cards).await;
    let cards: Vec<[String; 4]> = serde_json::from_value(cards).expect("each has two figures");
    for [_, name, pull, a_month] in &cards {
        assert!(
            pull.ends_with(" s") && a_month.starts_with('$') && a_month.ends_with("/month"),
            "{name}: {pull}, {a_month}"
        );
    }
    let [_, name, pull, a_month] = cards
        .iter()
        .find(|[taken, name, ..]| taken == "false" && name.starts_with("gp3 "))
        .unwrap_or_else(|| panic!("no volume can be taken: {cards:?}"));
    let throughput = name.rsplit('/').next().unwrap_or_default();

    page.click_button(&format!("{name} {pull} {a_month}")).await;
    page.wait_for_text(".disk-card[aria-pressed=true]", name)
        .await;
    page.wait_for_text(".result-line", pull).await;
    let price = a_month.trim_end_matches("/month");
    page.wait_for_text(".result-line", price).await;
    Disk {
        pull: pull.clone(),
        a_month: price.to_owned(),
        in_manifest: format!("throughput: {throughput}"),
    }
}

/// A second visit, with the server gone and no cache but the service worker's: the same link says
/// the same, and goes on working.
async fn without_a_network(page: &Page, disk: &Disk) {
    page.wait_until_kept(&["us-east-1"]).await;
    let before = page.text(".result-line").await;
    let place = page.place().await;
    page.stop_server().await;
    page.open(&format!("?visit=2{place}")).await;
    for said in ["Ready to apply", &disk.pull, &disk.a_month] {
        page.wait_for_text(".result-line", said).await;
    }
    assert_eq!(page.text(".result-line").await, before);
    page.wait_for_text(".disk-card[aria-pressed=true]", &disk.pull)
        .await;
    page.type_into("Node IAM role", "on-a-plane").await;
    page.click("tab", "soci-snapshotter.yaml").await;
    page.wait_for_text("#result-panel", "role: on-a-plane")
        .await;
}

/// Not every browser reads the short forms that style sheets are packed into.
async fn links_look_like_links(page: &Page) {
    let plain = "[...document.querySelectorAll('.link, .result-line .types, .result-line .files')]\
        .filter((one) => !getComputedStyle(one).textDecorationLine.includes('underline'))\
        .map((one) => one.textContent)";
    assert_eq!(page.evaluate(plain).await, serde_json::json!([]));
}

/// The ring lies within its button, whatever a browser takes for the place of what has none.
async fn signs_of_help_are_round_their_letter(page: &Page) {
    let outside = "[...document.querySelectorAll('.info')].filter((one) => one.checkVisibility()).filter((one) => {\
        const style = getComputedStyle(one, '::before');\
        const [left, top] = [parseFloat(style.left), parseFloat(style.top)];\
        const { clientWidth: width, clientHeight: height } = one;\
        return getComputedStyle(one).position !== 'relative' || left < 0 || top < 0 || left > width / 2 || top > height / 2;\
      }).length";
    assert_eq!(page.evaluate(outside).await, 0);
}
