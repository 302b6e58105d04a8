(function () {
  "use strict";
  var form = document.getElementById("formular");
  var errors = document.getElementById("fel");
  var done = document.getElementById("klart");
  var names = [];
  Array.prototype.forEach.call(form.elements, function (field) {
    if (field.name && names.indexOf(field.name) < 0) { names.push(field.name); }
  });
  var today = new Date();
  var two = function (number) { return (number < 10 ? "0" : "") + number; };
  form.elements.answered.value = today.getFullYear() + "-" + two(today.getMonth() + 1) + "-" + two(today.getDate());

  function first(name) {
    var found = form.elements[name];
    return found.length && !found.options ? found[0] : found;
  }

  function title(field) {
    var group = field.closest("fieldset");
    var label = group ? group.querySelector("legend") : form.querySelector('label[for="' + field.id + '"]');
    return label.textContent.replace(" *", "");
  }

  function missing() {
    return names.filter(function (name) {
      var field = first(name);
      var empty = field.required && !form.elements[name].value.trim();
      if (field.type !== "radio") {
        if (empty) { field.setAttribute("aria-invalid", "true"); } else { field.removeAttribute("aria-invalid"); }
      }
      return empty;
    });
  }

  function tell(lacking) {
    errors.replaceChildren();
    errors.hidden = !lacking.length;
    if (!lacking.length) { return; }
    var list = document.createElement("ul");
    lacking.forEach(function (name) {
      var field = first(name);
      if (!field.id) { field.id = name + "-val"; }
      var link = document.createElement("a");
      link.href = "#" + field.id;
      link.textContent = title(field);
      link.addEventListener("click", function (event) { event.preventDefault(); field.focus(); });
      list.appendChild(document.createElement("li")).appendChild(link);
    });
    var head = document.createElement("p");
    head.textContent = "Svaret är inte sparat. Besvara också:";
    errors.append(head, list);
    errors.focus();
  }

  function save(text, type, ending) {
    var link = document.createElement("a");
    var answer = form.elements;
    link.href = URL.createObjectURL(new Blob([text], { type: type }));
    link.download = form.dataset.survey + "_" + form.dataset.round + "_" + answer.activity.value + "_" +
      Math.random().toString(36).slice(2, 8) + ending;
    document.body.appendChild(link);
    link.click();
    link.remove();
    done.textContent = "Svaret är sparat som " + link.download + ".";
  }

  form.addEventListener("submit", function (event) {
    event.preventDefault();
    done.textContent = "";
    var lacking = missing();
    tell(lacking);
    if (lacking.length) { return; }
    var row = { round: form.dataset.round };
    names.forEach(function (name) { row[name] = form.elements[name].value.trim(); });
    if (event.submitter && event.submitter.value === "json") {
      save(JSON.stringify(row, null, 1), "application/json", ".json");
      return;
    }
    var quoted = function (value) { return '"' + value.replace(/"/g, '""') + '"'; };
    var columns = Object.keys(row);
    var lines = [columns, columns.map(function (name) { return row[name]; })];
    var text = lines.map(function (cells) { return cells.map(quoted).join(","); }).join("\r\n");
    save("\ufeff" + text + "\r\n", "text/csv;charset=utf-8", ".csv");
  });
})();
