"""What the windows say in other languages: one `hearth_XX.ts` each, edited with Qt Linguist, and what is made of it."""
