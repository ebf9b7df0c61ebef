# The template author's own reboot command. Whether the box really restarted is proved from outside.
if [ -z "$COMMAND" ]; then
  failure 'There is no reboot command for this box.'
  exit 2
fi
command_text=$COMMAND
unset COMMAND
exec sh -c "$command_text" 3>&-
