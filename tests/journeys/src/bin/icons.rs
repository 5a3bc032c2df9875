//! Makes the icons that have to be pictures, from `public/icon.svg`: `public/icon-192.png` and
//! `public/icon-512.png`.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use journeys::{journey_in, repository};

fn main() {
    let public = repository().join("public");
    let drawing = std::fs::read(public.join("icon.svg")).expect("public/icon.svg is there");
    let address = format!("data:image/svg+xml;base64,{}", STANDARD.encode(drawing));
    journey_in(&repository().join("tests/journeys/fixture"), async |page| {
        for size in [192, 512] {
            page.resize(size, size).await;
            page.client()
                .goto(&address)
                .await
                .expect("the drawing opens");
            let path = public.join(format!("icon-{size}.png"));
            std::fs::write(&path, page.picture(false).await).expect("the icon can be written");
            println!("{}", path.display());
        }
    });
}
