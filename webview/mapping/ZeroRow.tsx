import { zeroKey, type MappingProposal, type ZeroLabel } from "../../src/core/mapping.ts";
import { Dropdown } from "../parts/Dropdown.tsx";

/** Stands for a mapping that doesn't say what 0 means. */
const unsaid = "unsaid";
const choices = [
  { value: "neutral", text: "Neutral" },
  { value: "incorrect", text: "Incorrect" },
  { value: unsaid, text: "As each row has it" },
];

/** What a label of 0 means. */
export function ZeroRow(props: {
  zero: ZeroLabel | undefined;
  proposal: MappingProposal;
  /** @param zero empty where it shall not be said */
  onChoose: (zero: string) => void;
}) {
  const { zero, proposal, onChoose } = props;
  const why = zero === proposal.mapping.zero ? proposal.why.zero : undefined;
  return (
    <div class="role">
      <span class="role-label">{zeroKey.title}</span>
      <Dropdown
        label={zeroKey.title}
        className="zero-label"
        value={zero ?? unsaid}
        choices={choices}
        onChoose={(chosen) => onChoose(chosen === unsaid ? "" : chosen)}
      />
      <p class="role-note">{why === undefined ? zeroKey.what : `Proposed: ${why}`}</p>
    </div>
  );
}
