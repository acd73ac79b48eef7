import { Button, CharacterCount, Checkboxes, ErrorSummary, PasswordInput, createAll } from "govuk-frontend";
import { watchFiles } from "./modules/choosing.mjs";
import { rememberZone } from "./modules/zone.mjs";

const words = JSON.parse(document.getElementById("so-i18n")?.textContent ?? "{}");

createAll(Button);
createAll(Checkboxes);
createAll(ErrorSummary);
createAll(CharacterCount, { i18n: words.characterCount });
createAll(PasswordInput, { i18n: words.passwordInput });
rememberZone();
watchFiles();
