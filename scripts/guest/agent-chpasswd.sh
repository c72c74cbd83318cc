#!/bin/sh
# chpasswd of the guest, which busybox lacks: lines NAME:PASSWORD, with -e the password is encrypted already.
while IFS=: read -r name password; do
  grep -q "^$name:" /etc/shadow || { echo "user '$name' does not exist" >&2; exit 1; }
  [ "$1" = -e ] || password=$(mkpasswd -m sha512 "$password")
  awk -F: -v OFS=: -v name="$name" -v hash="$password" '$1 == name { $2 = hash } { print }' /etc/shadow > /etc/shadow.new
  mv /etc/shadow.new /etc/shadow
done
