/** An icon of VS Code's own font. Without a label it is decoration, and hidden from screen readers. */
export function Icon({ name, label, className }: { name: string; label?: string; className?: string }) {
  const classes = `codicon codicon-${name}${className === undefined ? "" : ` ${className}`}`;
  if (label === undefined) return <i class={classes} aria-hidden="true" />;
  return <i class={classes} role="img" aria-label={label} title={label} />;
}
