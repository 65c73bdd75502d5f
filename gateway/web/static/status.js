// Live plots of the status page. Without it the page shows one moment.
"use strict";

(() => {
  const PERIOD_MS = 2000;
  const KEPT = 90;
  const SPACE = "http://www.w3.org/2000/svg";

  const number = (value) => Number(value ?? 0);
  const decimals = (value, digits) =>
    value.toLocaleString("en", { maximumFractionDigits: digits });

  // What is plotted: a title, its value of a status (or what it grew by a
  // second, for `rate`), and how to write it.
  const PLOTS = [
    { title: "Requests a second", rate: true,
      of: (s) => number(s.traffic.requests), unit: "" },
    { title: "Time of a request", ratio: true,
      of: (s) => 1000 * number(s.traffic.seconds),
      by: (s) => number(s.traffic.requests), unit: " ms" },
    { title: "Papers taken a second", rate: true,
      of: (s) => number(s.catalogue?.papers), unit: "" },
    { title: "Events a second", rate: true,
      of: (s) => number(s.catalogue?.events), unit: "" },
    { title: "Feed stands still for",
      of: (s) => number(s.storage?.feedLagSeconds), unit: " s" },
    { title: "Recommenders behind",
      of: (s) => Math.max(0, ...(s.recommenders ?? []).map((one) =>
        number(one.status?.secondsBehind))), unit: " s" },
  ];

  const makePlot = (plot, parent) => {
    const box = document.createElement("section");
    box.className = "plot";
    const title = document.createElement("h3");
    title.textContent = plot.title;
    const text = document.createElement("p");
    const svg = document.createElementNS(SPACE, "svg");
    svg.setAttribute("viewBox", "0 0 100 100");
    svg.setAttribute("preserveAspectRatio", "none");
    svg.setAttribute("aria-hidden", "true");
    const path = document.createElementNS(SPACE, "path");
    svg.append(path);
    box.append(title, text, svg);
    parent.append(box);
    return { ...plot, text, path, values: [] };
  };

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

  const parent = document.getElementById("plots");
  const plots = PLOTS.map((plot) => makePlot(plot, parent));
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
