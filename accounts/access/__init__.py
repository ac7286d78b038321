"""What a school decides of its access: profiles, rights, logins, idle sessions, closing; the pages that set it."""
