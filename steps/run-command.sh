# The template author's own shell text. It arrives as data and is read by a shell of its own, which may report on descriptor 3, too.
command_text=$COMMAND
unset COMMAND
umask 022
exec sh -c "$command_text"
