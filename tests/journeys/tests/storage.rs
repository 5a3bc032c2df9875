//! The storage: the sentence and the picture that answer whether the disk is worth its price, taking
//! a setting, reading the picture by keys and as a table, what is folded away.

use journeys::{Page, journey};

/// g6 nodes that keep images on their NVMe, with the blueprint's volume.
const G6: &str = "#v2_nc.on-demand_ng.g_nf.g6_nb_nw_vi.16000_vp.1000_tab.storage_z";
/// Types of any kind on spot.
const SPOT: &str = "#v2_wn.runner_nc.spot_nv.8_nb.4750_nw_np.node-pool_no.WhenEmpty_tab.storage_z";

async fn open(page: &Page, place: &str, said: &str) {
    page.open(place).await;
    page.wait_for_text(".verdict", said).await;
}

#[test]
fn nvme_that_is_slower_than_ebs_is_left_with_one_click() {
    journey(async |page| {
        open(page, G6, "times slower than EBS on g6.xlarge").await;
        let sentence = page.text(".verdict").await;
        for said in [
            "3000/600 takes about 66 s instead of 4 min 2 s",
            "$81 per month less",
        ] {
            assert!(sentence.contains(said), "{said}: {sentence}");
        }
        let picture = page.text("figure.range").await;
        for said in ["yours, on NVMe: 4 min 2 s", "<5 % gain above 556"] {
            assert!(picture.contains(said), "{said}: {picture}");
        }
        page.wait_for_text(".settings .picked", "NVMe with gp3 16000/1000")
            .await;
        let first = page.text(".settings tbody tr").await;
        for said in [
            "gp3 3000/600",
            "cheapest of the fastest",
            "66 s",
            "$27.00",
            "−2 min 56 s",
            "−$81",
        ] {
            assert!(first.contains(said), "{said}: {first}");
        }

        page.click_button("Use gp3 3000/600").await;
        page.wait_for_text(".result-line", "66 s").await;
        page.wait_for_text(
            ".verdict",
            "Keep 3000/600: 16000/1000 costs $81 per month more and saves 0 s on g6.xlarge",
        )
        .await;
        page.wait_for_text(".settings .picked", "gp3 3000/600")
            .await;
        page.wait_for_text("figure.range", "yours: 600, 66 s").await;
        assert_eq!(page.value("IOPS").await, "3000");
        assert_eq!(page.value("Throughput").await, "600");
        assert!(!page.has("button", "Use gp3 3000/600").await);
    });
}

#[test]
fn the_picture_is_read_by_keys_and_as_a_table() {
    journey(async |page| {
        open(page, "#v2_tab.storage_z", "on m8azn.xlarge").await;
        let readout = "#storage-chart-title + .readout";
        page.wait_for_text(readout, "600 MiB/s with 3,000 IOPS: 60 s")
            .await;
        page.evaluate("document.querySelector('.plots').focus()")
            .await;
        page.press("Home").await;
        page.wait_for_text(readout, "125 MiB/s with 3,000 IOPS: 4 min 28 s")
            .await;
        page.press("End").await;
        page.wait_for_text(readout, "1,789 MiB/s with 7,156 IOPS: ")
            .await;
        let spoken = "document.querySelector('.plots').getAttribute('aria-valuetext')";
        let spoken = page.evaluate(spoken).await;
        assert!(
            spoken
                .as_str()
                .is_some_and(|text| text.contains("$95.34 per month"))
        );
        page.press("Escape").await;
        page.wait_for_text(readout, "600 MiB/s").await;

        assert_eq!(page.matches(".twin td").await, 0);
        page.evaluate("document.querySelector('.twin summary').click()")
            .await;
        let table = page.wait_for_text(".twin-scroll", "$95.34").await;
        assert!(table.contains("lowest"), "{table}");
    });
}

#[test]
fn types_that_may_come_instead_are_counted() {
    journey(async |page| {
        open(page, SPOT, "per month").await;
        page.wait_for_text(".storage > .prose", " types that may be launched")
            .await;
    });
}

#[test]
fn without_the_images_size_there_are_prices_alone() {
    journey(async |page| {
        open(page, G6, "g6.xlarge").await;
        page.type_into("Compressed size", "").await;
        page.type_into("Image", "registry.example/own:1").await;
        page.wait_for_text(".verdict", "is unknown without the image's size")
            .await;
        assert_eq!(page.matches("figure.range").await, 0);
        let table = page.text(".settings").await;
        assert!(
            table.contains("unknown")
                && table.contains("writes 596 MiB/s")
                && table.contains("$27.00"),
            "{table}"
        );
    });
}

#[test]
fn what_holds_over_all_types_is_folded_away() {
    journey(async |page| {
        open(page, G6, "g6.xlarge").await;
        let shown = page.text(".storage").await;
        assert!(!shown.contains("MiB/s by itself"), "{shown}");
        page.evaluate(
            "document.querySelectorAll('.storage .folded').forEach((one) => one.open = true)",
        )
        .await;
        for said in [
            "The volume costs $108.00 per month",
            "Estimated from published pull times",
            "with 10 % kept free to avoid eviction",
        ] {
            page.wait_for_text(".storage", said).await;
        }
        assert!(page.matches(".stores tbody tr").await > 1);
    });
}

#[test]
fn nothing_scrolls_sideways_and_no_label_covers_another() {
    journey(async |page| {
        for (width, height) in [(1440, 900), (390, 844)] {
            page.resize(width, height).await;
            open(page, G6, "g6.xlarge").await;
            for wide in [
                "document.documentElement.scrollWidth > document.documentElement.clientWidth",
                "document.querySelector('.settings').scrollWidth > innerWidth",
                "[...document.querySelectorAll('.chart')].some((one) => one.scrollWidth > innerWidth)",
            ] {
                assert_eq!(page.evaluate(wide).await, false, "{wide} at {width}");
            }
            let covered = "(() => {
                const boxes = [...document.querySelectorAll('.range .spot-label, .range .mark, .range .tick')]
                  .map((one) => [one.innerText, one.getBoundingClientRect()]);
                const meet = ([, a], [, b]) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
                return boxes.flatMap((one, at) => boxes.slice(at + 1).filter((other) => meet(one, other)).map((other) => `${one[0]} / ${other[0]}`)).join('; ');
            })()";
            assert_eq!(page.evaluate(covered).await, "", "at {width}");
        }
    });
}
