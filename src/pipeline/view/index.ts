import type { DatasetSession } from "../../storage/types.ts";
import type { KeepOptions } from "./sessionTable.ts";
import { SharedView } from "./sharedView.ts";
import type { DatasetView } from "./types.ts";
import { ViewClient } from "./viewClient.ts";

interface Shared {
  readonly view: SharedView;
  users: number;
}

const views = new Map<string, Shared>();

/**
 * The view of a session's dataset. Clients of one dataset in this process share one; each must close it once, before
 * its session.
 */
export function createView(session: DatasetSession, options: KeepOptions = {}): DatasetView {
  const { path } = session.info;
  const shared = views.get(path) ?? { view: new SharedView(session, options), users: 0 };
  views.set(path, shared);
  shared.users++;
  return new ViewClient(shared.view, async () => {
    if (--shared.users > 0) return;
    views.delete(path);
    await shared.view.close();
  });
}
