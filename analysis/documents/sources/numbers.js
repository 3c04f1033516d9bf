// Where a number comes from, on hover and on keyboard focus. The map is unfolded when it is first asked.
(function () {
  "use strict";
  var held = document.getElementById("number-sources");
  if (!held) return;
  var map = JSON.parse(held.textContent), rows = null;
  var NAMES = ["Analysis", "Statistic", "Unit", "Dataset", "Population", "Method", "Script", "File"];

  function unfold() {
    if (rows) return rows;
    var before = "";
    rows = map.rows ? map.rows.split("\n").map(function (line) {
      var f = line.split("\t");
      before = before.slice(0, +f[0]) + f[1];
      return { id: before, value: f[2], n: f[3], about: +f[4], line: f[5] };
    }) : [];
    return rows;
  }
  function told(index) {
    var row = unfold()[index], about = map.about[row.about], out = [["Value", row.value || "not estimable"]];
    if (row.n) out.push(["Subjects (n)", row.n]);
    NAMES.forEach(function (name, i) {
      if (name !== "File" && about[i]) out.push([name, about[i]]);
    });
    out.push(["Row", row.id], ["Stands in", about[7] + ", line " + row.line]);
    if (map.notes[index]) out.push(["Note", map.notes[index]]);
    return out;
  }
  function list(pairs) {
    var dl = document.createElement("dl");
    pairs.forEach(function (pair) {
      ["dt", "dd"].forEach(function (tag, i) {
        var element = document.createElement(tag);
        element.textContent = pair[i];
        dl.appendChild(element);
      });
    });
    return dl;
  }
  function address(index) {
    var id = unfold()[index].id;
    return id.indexOf("study:") === 0 ? "" : map.results + "#" + encodeURIComponent(id);
  }

  // --- a page that holds all rows -----------------------------------------------------------------------------------
  var asked = document.getElementById("row-asked");
  if (asked) {
    var shown = document.getElementById("rows-shown"), found = document.getElementById("rows-found");
    var look = function () {
      var text = asked.value.trim().toLowerCase(), hits = [];
      shown.textContent = "";
      unfold().forEach(function (row, i) {
        if (text && row.id.toLowerCase().indexOf(text) >= 0) hits.push(i);
      });
      found.textContent = text ? hits.length + " of " + rows.length + " rows" : rows.length + " rows";
      var exact = hits.filter(function (i) { return rows[i].id.toLowerCase() === text; })[0];
      if (exact !== undefined) shown.appendChild(list(told(exact)));
      var ul = document.createElement("ul");
      hits.slice(0, 100).forEach(function (i) {
        var li = document.createElement("li"), a = document.createElement("a");
        a.href = "#" + encodeURIComponent(rows[i].id);
        a.textContent = rows[i].id;
        li.appendChild(a);
        li.appendChild(document.createTextNode(" = " + (rows[i].value || "not estimable")));
        ul.appendChild(li);
      });
      shown.appendChild(ul);
    };
    var open = function () {
      asked.value = decodeURIComponent(location.hash.slice(1));
      look();
    };
    asked.addEventListener("input", look);
    window.addEventListener("hashchange", open);
    open();
    return;
  }

  // --- a document ------------------------------------------------------------------------------------------------------
  // Numbers of the text and of tables by their order, those in drawings by their ids
  var rowOf = new Map(), order = new Map(), box = document.createElement("div"), current = null, leaving = 0;
  box.id = "source";
  box.hidden = true;
  box.setAttribute("role", "tooltip");
  document.body.appendChild(box);
  document.querySelectorAll(".n").forEach(function (element, i) {
    rowOf.set(element, map.marks[i]);
  });
  var numbers = Array.prototype.filter.call(document.querySelectorAll('.n, svg [id^="n_"]'), function (element) {
    if (!rowOf.has(element) && element.id in map.drawn) rowOf.set(element, map.drawn[element.id]);
    return rowOf.has(element);
  });
  numbers.forEach(function (element, i) {
    order.set(element, i);
  });
  // In the text each number is a stop of the Tab key; a table or figure is one stop, arrows move within it
  var exhibits = new Set();
  // A drawing is one image to assistive technology: its numbers are walked through from the caption, by arrows
  numbers.forEach(function (element) {
    if (element.closest("svg")) return;
    var exhibit = element.closest(".exhibit"), first = !exhibit || !exhibits.has(exhibit);
    exhibits.add(exhibit);
    element.setAttribute("tabindex", first ? "0" : "-1");
  });
  Object.keys(map.shown).forEach(function (id) {
    var label = document.querySelector("#" + CSS.escape(id) + " figcaption b");
    if (label) {
      label.tabIndex = 0;
      label.dataset.shown = id;
    }
  });

  function show(element) {
    clearTimeout(leaving);
    if (element === current) return;
    hide();
    current = element;
    box.textContent = "";
    if (element.dataset.shown) {
      box.appendChild(list(map.shown[element.dataset.shown].split("\n").map(function (line) { return line.split("\t"); })));
    } else {
      var index = rowOf.get(element), to = address(index);
      box.appendChild(list(told(index)));
      if (to) {
        var p = document.createElement("p"), a = document.createElement("a");
        a.href = to;
        a.textContent = "Open this row of the results";
        p.appendChild(a);
        box.appendChild(p);
      }
    }
    element.setAttribute("aria-describedby", "source");
    box.hidden = false;
    var at = element.getBoundingClientRect(), wide = document.documentElement.clientWidth;
    box.style.left = Math.max(8, Math.min(at.left, wide - box.offsetWidth - 8)) + window.scrollX + "px";
    var below = at.bottom + box.offsetHeight + 8 < window.innerHeight;
    box.style.top = (below || at.top < box.offsetHeight + 8 ? at.bottom + 4 : at.top - box.offsetHeight - 4) + window.scrollY + "px";
  }
  function hide() {
    if (current) current.removeAttribute("aria-describedby");
    current = null;
    box.hidden = true;
  }
  function target(event) {
    var element = event.target.closest ? event.target.closest('.n, [data-shown], svg [id^="n_"]') : null;
    return element && (order.has(element) || element.dataset.shown) ? element : null;
  }
  document.addEventListener("mouseover", function (event) {
    var element = target(event);
    if (element) show(element);
    else if (box.contains(event.target)) clearTimeout(leaving);
    else if (current && current !== document.activeElement) leaving = setTimeout(hide, 250);
  });
  document.addEventListener("focusin", function (event) {
    var element = target(event);
    if (element) show(element);
    else if (!box.contains(event.target)) hide();
  });
  document.addEventListener("keydown", function (event) {
    var element = target(event);
    if (event.key === "Escape") hide();
    if (!element) return;
    if (event.key === "Enter" && rowOf.has(current)) {
      var to = address(rowOf.get(current));
      if (to) location.href = to;
    }
    var step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step && element.dataset.shown) {
      var drawn = numbers.filter(function (one) {
        return one.closest("svg") && one.closest(".exhibit") === element.closest(".exhibit");
      });
      if (drawn.length) event.preventDefault();
      show(drawn[drawn.indexOf(current) + step] || element);
    }
    var next = step && order.has(element) && element.closest(".exhibit") && numbers[order.get(element) + step];
    if (next && next.closest(".exhibit") === element.closest(".exhibit")) {
      event.preventDefault();
      element.setAttribute("tabindex", "-1");
      next.setAttribute("tabindex", "0");
      next.focus();
    }
  });
})();
