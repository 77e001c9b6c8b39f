"""Tests of the tests: does a hidden test see every mistake that it should, and nothing else?"""
