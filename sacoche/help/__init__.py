"""The help: one screen a task, found by words, opened by « ? » from the page where the task is done."""
