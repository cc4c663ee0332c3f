"""The validator: what was handed in → a report in the format asked for, in processes that can be killed."""
