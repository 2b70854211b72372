import { useMemo } from "preact/hooks";
import type { RectificationState } from "../../src/protocol/traceEditor.ts";
import { useSelect } from "../state/hooks.ts";
import { currentCandidate, orderCandidates } from "../state/order.ts";
import { CandidateCard } from "./CandidateCard.tsx";

/** The candidates, live. */
export function CandidateList({ rectification }: { rectification: RectificationState }) {
  const chosen = useSelect((state) => state.candidate);
  const ordered = useMemo(
    () => orderCandidates(rectification),
    [rectification.candidates, rectification.running, rectification.rejected],
  );
  const current = currentCandidate(rectification, chosen);
  if (ordered.length === 0) {
    const waiting = rectification.message ?? "Waiting for the first words…";
    return rectification.running ? (
      <p class="empty">{waiting}</p>
    ) : (
      <p class="empty">No candidate was sampled.</p>
    );
  }
  return (
    <ol class="candidates" aria-label="Candidates">
      {ordered.map((candidate) => (
        <li key={candidate.index}>
          <CandidateCard
            candidate={candidate}
            current={candidate.index === current?.index}
            rejected={rectification.rejected.includes(candidate.index)}
          />
        </li>
      ))}
    </ol>
  );
}
