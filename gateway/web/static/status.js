// Live plots of the status page. Without it the page shows one moment.
"use strict";

(() => {
  const PERIOD_MS = 2000;
  const KEPT = 90;

  const number = (value) => Number(value ?? 0);
  const decimals = (value, digits) =>
    value.toLocaleString("en", { maximumFractionDigits: digits });

  // What is plotted: a value of the status (for `rate` what it grew by in a
  // second, for `ratio` for each that another one grew by), and its unit.
  const PLOTS = [
    { rate: true,
      of: (s) => number(s.traffic.requests), unit: "" },
    { ratio: true,
      of: (s) => 1000 * number(s.traffic.seconds),
      by: (s) => number(s.traffic.requests), unit: " ms" },
    { rate: true,
      of: (s) => number(s.catalogue?.papers), unit: "" },
    { rate: true,
      of: (s) => number(s.catalogue?.events), unit: "" },
    { of: (s) => number(s.storage?.feedLagSeconds), unit: " s" },
    { of: (s) => Math.max(0, ...(s.recommenders ?? []).map((one) =>
        number(one.status?.secondsBehind))), unit: " s" },
  ];

  // The page has a place for each already, in this order, so that nothing moves.
  const places = document.querySelectorAll("#plots .plot");
  const plots = PLOTS.map((plot, number) => ({
    ...plot,
    text: places[number].querySelector("p"),
    path: places[number].querySelector("path"),
    values: [],
  }));

  const draw = (plot) => {
    const top = Math.max(...plot.values, 1e-9);
    const step = 100 / (KEPT - 1);
    const first = KEPT - plot.values.length;
    const points = plot.values.map((value, i) =>
      `${((first + i) * step).toFixed(2)},${(98 - 94 * value / top).toFixed(2)}`);
    plot.path.setAttribute("d", `M${points.join("L")}`);
    const last = plot.values[plot.values.length - 1];
    plot.text.textContent = decimals(last, last < 10 ? 2 : 0) + plot.unit;
  };

  const add = (plot, now, before, seconds) => {
    let value = plot.of(now);
    if (plot.rate || plot.ratio) {
      if (!before) return;
      value -= plot.of(before);
      const by = plot.ratio ? plot.by(now) - plot.by(before) : seconds;
      value = by > 0 ? Math.max(0, value / by) : 0;
    }
    plot.values.push(value);
    if (plot.values.length > KEPT) plot.values.shift();
    draw(plot);
  };

  const get = (address) => fetch(address).then((response) => {
    if (!response.ok) throw new Error(String(response.status));
    return response.json();
  });

  let before = null;
  let beforeAt = 0;

  const look = async () => {
    try {
      const [status, traffic] = await Promise.all(
        [get("/api/v1/status"), get("/status/traffic.json")]);
      const now = { ...status, traffic };
      const at = performance.now();
      plots.forEach((plot) => add(plot, now, before, (at - beforeAt) / 1000));
      before = now;
      beforeAt = at;
    } catch {
      // The next look may find it again.
    }
    setTimeout(look, PERIOD_MS);
  };
  look();
})();
