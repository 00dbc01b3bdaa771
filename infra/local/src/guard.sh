#!/bin/sh
# Outlives the launcher by a moment. The launcher writes "add GROUP SIGNAL" when it starts a process group and
# "drop GROUP" when that group is gone; when the pipe closes, however the launcher ended, what is left is ended.
trap '' INT TERM HUP
groups=''

while read -r verb group signal; do
  case "$verb" in
    add) groups="$groups $group:$signal" ;;
    drop)
      kept=''
      for entry in $groups; do
        [ "${entry%%:*}" = "$group" ] || kept="$kept $entry"
      done
      groups=$kept
      ;;
  esac
done

alive() {
  for entry in $groups; do
    kill -0 -- "-${entry%%:*}" 2>/dev/null && return 0
  done
  return 1
}

for entry in $groups; do
  kill -s "${entry##*:}" -- "-${entry%%:*}" 2>/dev/null
done
# 30 x 0.1 s for an orderly end, then none.
rounds=30
while [ $rounds -gt 0 ] && alive; do
  sleep 0.1
  rounds=$((rounds - 1))
done
for entry in $groups; do
  kill -s KILL -- "-${entry%%:*}" 2>/dev/null
done
exit 0
