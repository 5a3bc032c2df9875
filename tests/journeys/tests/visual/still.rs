//! Makes the page hold still, and look the same on every machine.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use journeys::Page;

use super::font;

/// What depends on the machine, the browser's version or the moment is taken out: fonts, the shapes
/// of native controls, scroll bars, the blinking caret, movement. Colours stay the page's own.
const SHEET: &str = "
*, ::before, ::after, ::marker, ::placeholder, ::file-selector-button {
  font-family: Blocks !important;
  font-synthesis: none !important;
  text-rendering: geometricPrecision !important;
  caret-color: transparent !important;
  animation: none !important;
  transition: none !important;
  scroll-behavior: auto !important;
  scrollbar-width: none !important;
}
::selection { background: #7f7f7f7f !important; color: inherit !important; }
select { appearance: none !important; }
input[type=checkbox], input[type=radio] {
  appearance: none !important;
  width: 12px !important;
  height: 12px !important;
  border: 1px solid currentColor !important;
}
input:checked { background: var(--accent) !important; }
";

/// Does so for every page that is opened from now on.
pub async fn freeze(page: &Page) {
    let font = STANDARD.encode(font::blocks());
    // Made by script, as the page's own policy takes neither inline styles nor fonts.
    page.before_every_page(&format!(
        "{{ const bytes = Uint8Array.from(atob('{font}'), (sign) => sign.charCodeAt(0));\
            const blocks = new FontFace('Blocks', bytes.buffer, {{ weight: '1 1000' }});\
            blocks.load();\
            document.fonts.add(blocks);\
            const sheet = new CSSStyleSheet();\
            sheet.replaceSync(`{SHEET}`);\
            document.adoptedStyleSheets.push(sheet); }}"
    ))
    .await;
}

/// Waits until nothing has changed for some frames.
pub async fn at_rest(page: &Page) {
    let has_font = page
        .evaluate(
            "new Promise((done) => {\
               let [quiet, frames] = [0, 0];\
               const observer = new MutationObserver(() => { quiet = 0; });\
               observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });\
               const frame = () => {\
                 quiet += 1;\
                 frames += 1;\
                 if (quiet < 6 && frames < 600) return requestAnimationFrame(frame);\
                 observer.disconnect();\
                 done([...document.fonts].some((font) => font.family === 'Blocks' && font.status === 'loaded'));\
               };\
               document.fonts.ready.then(() => requestAnimationFrame(frame));\
             })",
        )
        .await;
    assert_eq!(has_font, true, "the browser refuses the font of blocks");
}
