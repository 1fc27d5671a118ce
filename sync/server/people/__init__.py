"""What people see of the centre: the console in Indonesian, its roles, health, the JSON edge."""
