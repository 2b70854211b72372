import { html } from "@microsoft/fast-element";
import {
  provideVSCodeDesignSystem,
  vsCodeBadge,
  vsCodeButton,
  vsCodeCheckbox,
  vsCodeDivider,
  vsCodeDropdown,
  vsCodeOption,
  vsCodeProgressRing,
  vsCodeTextField,
} from "@vscode/webview-ui-toolkit";
import type { HTMLAttributes } from "preact";

/** Defines the custom elements of VS Code's webview toolkit that the view uses. */
export function defineToolkit(): void {
  provideVSCodeDesignSystem().register(
    // The toolkit's own template sets a style attribute, which the page's policy stops.
    vsCodeBadge({ template: html`<div class="control" part="control"><slot></slot></div>` }),
    vsCodeButton(),
    vsCodeCheckbox(),
    vsCodeDivider(),
    vsCodeDropdown(),
    vsCodeOption(),
    vsCodeProgressRing(),
    vsCodeTextField(),
  );
}

type Custom<Props = object> = HTMLAttributes & Props;

declare module "preact" {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- the only way that Preact's types take new elements
  namespace JSX {
    interface IntrinsicElements {
      "vscode-badge": Custom;
      "vscode-button": Custom<{ appearance?: "primary" | "secondary" | "icon"; disabled?: boolean }>;
      "vscode-checkbox": Custom<{ checked?: boolean; disabled?: boolean }>;
      "vscode-divider": Custom<{ role?: "separator" | "presentation" }>;
      "vscode-dropdown": Custom<{ disabled?: boolean; position?: "above" | "below" }>;
      "vscode-option": Custom<{ value?: string; selected?: boolean; disabled?: boolean }>;
      "vscode-progress-ring": Custom;
      "vscode-text-field": Custom<{
        value?: string;
        placeholder?: string;
        disabled?: boolean;
        size?: number;
      }>;
    }
  }
}
