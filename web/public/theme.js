// Before anything is painted: the scheme that this person has chosen. Without a choice the system's holds.
try {
  const theme = localStorage.getItem('bringup.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // A browser that keeps nothing has the system's scheme.
}
