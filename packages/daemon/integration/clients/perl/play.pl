# Plays lines of Perl on a connection by Sys::Virt, and tells what each came to, and the events that were heard. A line is a
# call, in list context; `$name = call` keeps what it gives. What it gives is written as JSON.
use strict;
use warnings;
use JSON::PP;
use Scalar::Util qw(blessed looks_like_number);
use Sys::Virt;
use Sys::Virt::Event;
use Time::HiRes qw(time);

my $json = JSON::PP->new->canonical->allow_nonref->utf8;

sub plain {
    my ($value) = @_;
    return undef unless defined $value;
    if (blessed $value) {
        return "boolean " . ($value ? 1 : 0) if $value->isa('JSON::PP::Boolean');
        my $class = ref $value;
        for my $getter (qw(get_name get_uuid_string)) {
            return "$class " . $value->$getter if $value->can($getter);
        }
        return $class;
    }
    return [sorted(map { plain($_) } @$value)] if ref $value eq 'ARRAY';
    return { map { $_ => plain($value->{$_}) } keys %$value } if ref $value eq 'HASH';
    return 'code' if ref $value eq 'CODE';
    return unpack('b*', $value) if $value =~ /[^\x20-\x7e\n\t]/;    # maps of CPUs and the like
    return looks_like_number($value) ? $value + 0 : $value =~ /\n/ ? [split /\n/, $value] : $value;
}

# Objects come in the order of libvirt's hash tables.
sub sorted {
    my @values = @_;
    return @values if grep { !defined $_ || ref $_ || !/^Sys::Virt/ } @values;
    return sort @values;
}

my $task = $json->decode(do { local $/; <STDIN> });
Sys::Virt::Event::register_default();
our $c = Sys::Virt->new(uri => $task->{uri});
$c->set_keep_alive(5, 3);

my @events;
sub note {
    my ($family, $number) = @_;
    return sub { my (undef, @rest) = @_; push @events, [$family, $number, [map { plain($_) } @rest]]; };
}
for (
    ['domain', 'domain_event_register_any', 26],
    ['network', 'network_event_register_any', 1],
    ['pool', 'storage_pool_event_register_any', 2],
    ['device', 'node_device_event_register_any', 2],
    ['secret', 'secret_event_register_any', 2],
  ) {
    my ($family, $register, $last) = @$_;
    for my $number (0 .. $last - 1) {
        eval { $c->$register(undef, $number, note($family, $number)); 1 } or push @events, [$family, $number, plain($@->message)];
    }
}
sub hear { my $timer = Sys::Virt::Event::add_timeout($_[0], sub { }); Sys::Virt::Event::run_default(); Sys::Virt::Event::remove_timeout($timer); }

our %names = %{ $task->{names} // {} };
my @answers;
my $prelude = join '', map { "our \$$_ = \$names{$_}; " } keys %names;
$prelude .= 'our ($c, $d, $e, $n, $p, $v, $w, $i, $s, $t, $m);';
$prelude .= $task->{prelude} // '';
eval "$prelude; 1" or die $@;
for my $line (@{ $task->{lines} }) {
    my @gave = eval "no strict; no warnings; $line";
    my $error = $@;
    if (blessed $error && $error->isa('Sys::Virt::Error')) {
        push @answers, { line => $line, error => { map { $_ => plain($error->{$_}) } keys %$error } };
    }
    elsif ($error) { $error =~ s/ at \(eval.*//s; push @answers, { line => $line, bindings => $error }; }
    else { push @answers, { line => $line, gave => [sorted(map { plain($_) } @gave)] }; }
    hear(1);
}
for (my $heard = -1; $heard != @events;) {
    $heard = @events;
    for (my $end = time + 0.4; time < $end;) { hear(50) }
}
print $json->encode({ answers => \@answers, events => \@events });
