#!/bin/sh
# The first process of the guest: devices, network, one READY line, the power button, and a shell on the serial console.
export PATH=/bin HOME=/ TERM=vt100
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs devtmpfs /dev
mkdir -p /dev/pts /run /tmp
mount -t devpts devpts /dev/pts
mount -t tmpfs tmpfs /run

while read -r module; do insmod "/modules/$module.ko" 2>/dev/null; done < /modules/order

# The power button is an input device that reports nothing but presses.
for event in /sys/class/input/event*; do
  [ "$(cat "$event/device/name" 2>/dev/null)" = 'Power Button' ] || continue
  (head -c 24 "/dev/input/${event##*/}" > /dev/null; echo 'power button pressed' > /dev/console; sync; poweroff -f) &
done

# Channels by the names that the host gave them.
for port in /sys/class/virtio-ports/*/name; do
  [ -s "$port" ] || continue
  mkdir -p /dev/virtio-ports
  device=${port%/name}
  ln -s "../${device##*/}" "/dev/virtio-ports/$(cat "$port")"
done

ip link set lo up
network=
for device in /sys/class/net/e*; do
  [ -e "$device" ] || continue
  ip link set "${device##*/}" up
  network="$network net=${device##*/}"
  udhcpc -i "${device##*/}" -s /bin/udhcpc-script -b -q > /dev/null 2>&1 &
done

for hook in /etc/init.d/*; do [ -x "$hook" ] && "$hook"; done

disks=
for device in /sys/class/block/*; do
  case ${device##*/} in loop*|ram*|zram*|'*') ;; *) disks="$disks disk=${device##*/}" ;; esac
done

set -- $(grep MemTotal /proc/meminfo)
read -r uptime _ < /proc/uptime
ready="READY Linux $(uname -r) cpus=$(nproc) memory=$(($2 / 1024))MiB$disks$network uptime=$uptime"
echo "$ready" > /dev/console
[ -c /dev/tty1 ] && echo "$ready" > /dev/tty1

# A shell that ends (^D) must not be the first process: the kernel would panic.
while :; do
  setsid cttyhack sh < /dev/console > /dev/console 2>&1
  sleep 1
done
