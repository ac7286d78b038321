"""Notices (« Notifications »): what somebody is told of the work of others, on his home page and on one of its own."""
