"""A whole class: its hand-ins, warm graders, results that outlive a crash, and the dashboard."""
