import { Fragment } from "preact";
import { mappingKeys, mappingRoles, type MappingKey, type MappingRole } from "../../src/core/mapping.ts";
import type { Splitter } from "../../src/core/split.ts";
import type { MappingChoice, MappingPreview, MappingStart } from "../../src/protocol/mapping.ts";
import { Icon } from "../parts/Icon.tsx";
import { SplitterField } from "../parts/SplitterField.tsx";
import { counted } from "../parts/words.ts";
import { FieldBox } from "./FieldBox.tsx";
import { ZeroRow } from "./ZeroRow.tsx";

const groups: readonly { readonly title: string; readonly roles: readonly MappingRole[] }[] = [
  { title: "Problem", roles: ["problem", "answer", "solution"] },
  { title: "Traces", roles: ["trace", "steps", "stepText", "labels", "outcome"] },
  { title: "Preference pair", roles: ["prefix", "chosen", "rejected"] },
];

function sampledWords({ sampled, rows }: MappingStart): string {
  if (sampled < rows) return `${sampled} of ${rows.toLocaleString("en-US")} rows`;
  return rows === 1 ? "the only row" : `all ${rows} rows`;
}

interface RolesProps {
  readonly start: MappingStart;
  readonly choice: MappingChoice;
  readonly preview: MappingPreview | null;
  /** @param value empty to take away what is said */
  readonly onChange: (key: MappingKey, value: string) => void;
  readonly onSplitter: (splitter: Splitter) => void;
  readonly onPropose: () => void;
}

/** The roles, each with the field that plays it, why, and what is wrong with it. */
export function Roles(props: RolesProps) {
  const { start, choice } = props;
  const { mapping } = choice;
  const asksForZero = mapping.zero !== undefined || props.preview?.numberLabels === true;
  const proposed = mappingKeys.every((key) => mapping[key] === start.proposal.mapping[key]);
  return (
    <section class="roles" aria-label="Fields by role">
      <p class="roles-about">
        Sampled: {sampledWords(start)}.{" "}
        {Object.keys(start.proposal.mapping).length === 0
          ? "No field has a name or a content that tells its role: choose them."
          : proposed
            ? "Change what is wrong."
            : ""}
        {!proposed && Object.keys(start.proposal.mapping).length > 0 && (
          <button type="button" class="link" onClick={props.onPropose}>
            Take the proposed mapping
          </button>
        )}
      </p>
      {groups.map(({ title, roles }) => (
        <fieldset key={title}>
          <legend>{title}</legend>
          {roles
            .filter((role) => role !== "stepText" || mapping.steps !== undefined)
            .map((role) => (
              <Fragment key={role}>
                <Role role={role} {...props} />
                {role === "labels" && asksForZero && (
                  <ZeroRow
                    zero={mapping.zero}
                    proposal={start.proposal}
                    onChoose={(zero) => props.onChange("zero", zero)}
                  />
                )}
              </Fragment>
            ))}
          {title === "Traces" && <SplitterRow {...props} />}
        </fieldset>
      ))}
    </section>
  );
}

function Role({ role, start, choice, preview, onChange }: RolesProps & { role: MappingRole }) {
  const { title, what } = mappingRoles.find((one) => one.role === role) ?? { title: role, what: "" };
  const field = choice.mapping[role] ?? "";
  const complaint = preview?.tally.complaints.find((one) => one.role === role);
  const all = complaint !== undefined && complaint.rows === start.sampled;
  const why = start.proposal.mapping[role] === field ? start.proposal.why[role] : undefined;
  return (
    <div class="role">
      <label for={`role-${role}`}>{title}</label>
      <FieldBox
        id={`role-${role}`}
        value={field}
        fields={role === "stepText" ? stepFields(start, choice) : start.fields}
        invalid={all}
        onChoose={(chosen) => onChange(role, chosen)}
      />
      <p
        id={`role-${role}-note`}
        class={complaint === undefined ? "role-note" : `role-note tone-${all ? "bad" : "warn"}`}
      >
        {complaint === undefined ? (
          field !== "" && why !== undefined ? (
            `Proposed: ${why}`
          ) : (
            what
          )
        ) : (
          <>
            <Icon name={all ? "error" : "warning"} /> {!all && `${counted(complaint.rows, "row")}: `}
            {complaint.message}
          </>
        )}
      </p>
    </div>
  );
}

/** The fields of a step: what lies inside the field that is mapped as steps. */
function stepFields(
  { fields }: MappingStart,
  { mapping: { steps = "" } }: MappingChoice,
): MappingStart["fields"] {
  return fields
    .filter(({ path }) => path.startsWith(`${steps}.`))
    .map((field) => ({ ...field, path: field.path.slice(steps.length + 1) }));
}

function SplitterRow({ choice, preview, onSplitter }: RolesProps) {
  const { trace, steps, chosen } = choice.mapping;
  if (trace === undefined && chosen === undefined) return null;
  return (
    <div class="role">
      <span class="role-label">Split into steps</span>
      <SplitterField
        label="How traces are cut into steps"
        value={choice.splitter}
        splits={preview?.shown?.splits ?? []}
        live
        onChoose={onSplitter}
      />
      <p class="role-note">
        {steps === undefined
          ? "Step counts are those of the row shown"
          : "Steps are kept apart in the file: nothing to split"}
      </p>
    </div>
  );
}
