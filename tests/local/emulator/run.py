"""Runs the tests beside it in one process, and writes a line of JSON for each: {"file", "test", "failure"}."""

import json
import os
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))


class Lines(unittest.TestResult):
    def tell(self, test, failure):
        line = {"file": type(test).__module__, "test": test.id(), "failure": failure}
        print(json.dumps(line), flush=True)

    def addSuccess(self, test):
        self.tell(test, None)

    def addFailure(self, test, error):
        self.tell(test, self._exc_info_to_string(error, test))

    addError = addFailure

    def addSubTest(self, test, subtest, error):
        if error is not None:
            self.tell(test, f"{subtest}: {self._exc_info_to_string(error, test)}")


sys.path.insert(0, HERE)
names = sys.argv[1:] or sorted(file[:-3] for file in os.listdir(HERE) if file.endswith("_test.py"))
unittest.defaultTestLoader.loadTestsFromNames(names).run(Lines())
