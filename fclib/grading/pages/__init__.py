"""What people read: feedback pages, and the table of who got what."""
