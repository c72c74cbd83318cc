// Plays calls on a connection by go-libvirt, which speaks the protocol by itself, and tells what each came to, and the events
// that were heard. A call is [name for the result, method, argument...]; "$name" stands for a result, or for a text of the task.
package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"reflect"
	"sort"
	"strings"
	"sync"
	"time"

	libvirt "github.com/digitalocean/go-libvirt"
	"github.com/digitalocean/go-libvirt/socket/dialers"
)

type task struct {
	Socket string
	URI    string
	Names  map[string]string
	Lines  [][]json.RawMessage
	Events bool
}

type answer map[string]interface{}

var (
	known   = map[string]reflect.Value{}
	names   map[string]string
	readers = reflect.TypeOf((*io.Reader)(nil)).Elem()
	writers = reflect.TypeOf((*io.Writer)(nil)).Elem()
)

// Bytes that are the same each time.
func data(size int) []byte {
	all := make([]byte, size)
	for i := range all {
		all[i] = byte(i*i>>7 ^ i)
	}
	return all
}

func params(raw json.RawMessage) ([]libvirt.TypedParam, error) {
	var given []struct {
		Name  string
		Type  uint32
		Value json.RawMessage
	}
	if err := json.Unmarshal(raw, &given); err != nil {
		return nil, err
	}
	list := []libvirt.TypedParam{}
	for _, one := range given {
		into := map[uint32]interface{}{1: new(int32), 2: new(uint32), 3: new(int64), 4: new(uint64), 5: new(float64), 6: new(int32), 7: new(string)}[one.Type]
		if err := json.Unmarshal(one.Value, into); err != nil {
			return nil, err
		}
		value := reflect.ValueOf(into).Elem().Interface()
		list = append(list, libvirt.TypedParam{Field: one.Name, Value: libvirt.TypedParamValue{D: one.Type, I: value}})
	}
	return list, nil
}

func argument(raw json.RawMessage, want reflect.Type, sink *bytes.Buffer) (reflect.Value, error) {
	var text string
	isText := json.Unmarshal(raw, &text) == nil
	if want == readers {
		var size int
		if err := json.Unmarshal(raw, &size); err != nil {
			return reflect.Value{}, err
		}
		return reflect.ValueOf(bytes.NewReader(data(size))), nil
	}
	if want == writers {
		return reflect.ValueOf(sink), nil
	}
	if want == reflect.TypeOf([]libvirt.TypedParam{}) {
		list, err := params(raw)
		return reflect.ValueOf(list), err
	}
	if isText && strings.HasPrefix(text, "$") {
		if value, ok := known[text[1:]]; ok {
			return value, nil
		}
		text = names[text[1:]]
		raw, _ = json.Marshal(text)
	}
	value := reflect.New(want)
	// An optional text or object is a list of at most one.
	if want.Kind() == reflect.Slice && want.Elem().Kind() != reflect.Uint8 && isText {
		raw = append(append([]byte("["), raw...), ']')
	}
	err := json.Unmarshal(raw, value.Interface())
	return value.Elem(), err
}

func call(l *libvirt.Libvirt, line []json.RawMessage) (out answer) {
	out = answer{"line": strings.Trim(string(bytes.Join(rawBytes(line), []byte(" "))), " ")}
	defer func() {
		if fault := recover(); fault != nil {
			out["bindings"] = fmt.Sprint(fault)
		}
	}()
	var name, method string
	json.Unmarshal(line[0], &name)
	json.Unmarshal(line[1], &method)
	m := reflect.ValueOf(l).MethodByName(method)
	if !m.IsValid() {
		out["bindings"] = "no method " + method
		return
	}
	sink := &bytes.Buffer{}
	args := []reflect.Value{}
	for i, raw := range line[2:] {
		arg, err := argument(raw, m.Type().In(i), sink)
		if err != nil {
			out["bindings"] = err.Error()
			return
		}
		args = append(args, arg)
	}
	results := m.Call(args)
	last := results[len(results)-1]
	if err, failed := last.Interface().(error); failed && err != nil {
		if inner, ok := err.(libvirt.Error); ok {
			out["error"] = []interface{}{inner.Code, inner.Message}
		} else {
			out["bindings"] = err.Error()
		}
		return
	}
	gave := []interface{}{}
	for _, one := range results[:len(results)-1] {
		gave = append(gave, sorted(one))
	}
	if len(results) > 1 && name != "" {
		known[name] = results[0]
	}
	if sink.Len() > 0 {
		gave = append(gave, fmt.Sprintf("%d bytes, sha256 %x", sink.Len(), sha256.Sum256(sink.Bytes())))
	}
	out["gave"] = gave
	return
}

// Objects and names come in the order of libvirt's hash tables; parameters have one of their own.
func sorted(value reflect.Value) interface{} {
	if value.Kind() != reflect.Slice || value.Type() == reflect.TypeOf([]libvirt.TypedParam{}) {
		return value.Interface()
	}
	if kind := value.Type().Elem().Kind(); kind != reflect.Struct && kind != reflect.String {
		return value.Interface()
	}
	list := []string{}
	for i := 0; i < value.Len(); i++ {
		text, _ := json.Marshal(value.Index(i).Interface())
		list = append(list, string(text))
	}
	sort.Strings(list)
	return json.RawMessage("[" + strings.Join(list, ",") + "]")
}

func rawBytes(line []json.RawMessage) [][]byte {
	parts := [][]byte{}
	for _, one := range line {
		parts = append(parts, one)
	}
	return parts
}

func main() {
	var t task
	fail(json.NewDecoder(os.Stdin).Decode(&t))
	names = t.Names
	l := libvirt.NewWithDialer(dialers.NewLocal(dialers.WithSocket(t.Socket)))
	fail(l.ConnectToURI(libvirt.ConnectURI(t.URI)))
	events := []interface{}{}
	var lock sync.Mutex
	ctx, cancel := context.WithCancel(context.Background())
	if t.Events {
		lifecycle, err := l.LifecycleEvents(ctx)
		fail(err)
		go func() {
			for one := range lifecycle {
				lock.Lock()
				events = append(events, one)
				lock.Unlock()
			}
		}()
	}
	answers := []answer{}
	for _, line := range t.Lines {
		answers = append(answers, call(l, line))
	}
	time.Sleep(300 * time.Millisecond)
	cancel()
	lock.Lock()
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetEscapeHTML(false)
	fail(encoder.Encode(map[string]interface{}{"answers": answers, "events": events}))
	lock.Unlock()
	l.Disconnect() // an old version of the library does not get over its end
}

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
