// Runs scripts of Rhino's one after the other, all in one virtual machine.
//
// Reads lines of JSON, `{"driver": FILE, "arguments": [TEXT...]}`, runs each, and prints a
// line `MARK` after all that it printed.

(function (everywhere, mark) {
  var system = java.lang.System;
  var lines = new java.io.BufferedReader(new java.io.InputStreamReader(system["in"], "UTF-8"));
  for (var line = lines.readLine(); line !== null; line = lines.readLine()) {
    var given = JSON.parse(line);
    everywhere.arguments = given.arguments;
    try {
      load(given.driver);
    } catch (fault) {
      system.out.println(fault);
    }
    system.out.println(mark);
    system.out.flush();
  }
})(this, arguments[0]);
