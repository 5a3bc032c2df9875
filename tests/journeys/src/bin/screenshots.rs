//! Takes pictures of the built page into `target/screenshots`: four widths, light, dark and in
//! colours of the system's own, the screen and the whole page. Each argument is a `#hash` or `?query` to open the page with;
//! `readme` alone takes the picture in `docs/`.

use journeys::{journey, repository};

const SCREENS: [(u32, u32); 4] = [(1440, 900), (1024, 768), (768, 1024), (390, 844)];

/// What the README's picture shows.
const README: &str = "#v2_cn.demo_ci.KarpenterNodeRole-demo_z";

fn readme() {
    journey(async |page| {
        page.resize(1440, 900).await;
        page.prefer_colours("light").await;
        page.open(README).await;
        page.wait_for_text("#result-panel", "gp3").await;
        page.wait_for_text(".result-line", "/h").await;
        page.evaluate("document.activeElement.blur()").await;
        let path = repository().join("docs/screenshot.png");
        std::fs::write(&path, page.picture(false).await).expect("the picture can be written");
        println!("{}", path.display());
    });
}

fn main() {
    let given: Vec<String> = std::env::args().skip(1).collect();
    if given == ["readme"] {
        readme();
        return;
    }
    let places = if given.is_empty() {
        vec![String::new()]
    } else {
        given
    };
    let folder = repository().join("target/screenshots");
    std::fs::create_dir_all(&folder).expect("target/screenshots can be made");
    journey(async |page| {
        for (number, place) in places.iter().enumerate() {
            for (width, height) in SCREENS {
                for scheme in ["light", "dark", "forced"] {
                    page.resize(width, height).await;
                    page.prefer_colours(scheme).await;
                    page.open(place).await;
                    for (part, whole) in [("screen", false), ("page", true)] {
                        // One place needs no number to tell its pictures from another's.
                        let prefix = if places.len() > 1 {
                            format!("{}-", number + 1)
                        } else {
                            String::new()
                        };
                        let path =
                            folder.join(format!("{prefix}{width}x{height}-{scheme}-{part}.png"));
                        std::fs::write(&path, page.picture(whole).await)
                            .expect("the picture can be written");
                        println!("{}", path.display());
                    }
                }
            }
        }
    });
}
