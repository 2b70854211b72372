import { allOrders, orderTitle } from "../../src/core/queryWords.ts";
import { Dropdown } from "../parts/Dropdown.tsx";
import { Icon } from "../parts/Icon.tsx";
import { changeQuery, clearQuery, shownQuery, stopSearch } from "../state/find.ts";
import { useApp, useSelect } from "../state/hooks.ts";
import { backToStep } from "../state/navigate.ts";
import { FilterMenu } from "./FilterMenu.tsx";
import { FindBox } from "./FindBox.tsx";
import { FoundCount } from "./FoundCount.tsx";

const orders = allOrders.map((order) => ({ value: orderTitle(order), text: orderTitle(order), order }));

/** The bar under the header: which rows are shown, and in what order. */
export function FindBar() {
  const there = useSelect((state) => state.view !== null);
  if (!there) return null;
  return (
    <search class="find" aria-label="Find rows">
      <FindBox />
      <FilterMenu />
      <Order />
      <FoundCount />
      <Ways />
    </search>
  );
}

function Order() {
  const app = useApp();
  const value = useSelect((state) => orderTitle(shownQuery(state)));
  return (
    <Dropdown
      label="Order of the rows"
      className="order"
      value={value}
      choices={orders}
      onDone={() => backToStep(app)}
      onChoose={(chosen) => {
        const found = orders.find((one) => one.value === chosen);
        if (found !== undefined) void changeQuery(app, found.order);
      }}
    />
  );
}

/** Out of a search: stop it, or show all rows. One place for both, so that nothing moves. */
function Ways() {
  const app = useApp();
  const running = useSelect(({ view }) => view?.running === true && !view.whole);
  const whole = useSelect(({ view, draft }) => view?.whole === true && draft === null);
  return running ? (
    <button
      type="button"
      class="icon-button"
      aria-label="Stop searching"
      title="Stop Searching"
      onClick={() => void stopSearch(app)}
    >
      <Icon name="debug-stop" />
    </button>
  ) : (
    <button
      type="button"
      class="icon-button"
      aria-label="Clear filter"
      title="Clear Filter: All Rows in the Order of the File"
      disabled={whole}
      onClick={() => void clearQuery(app)}
    >
      <Icon name="clear-all" />
    </button>
  );
}
