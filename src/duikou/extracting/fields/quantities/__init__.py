"""数量指标: how many, with lowest and highest value, unit, relation and what is counted."""
